//! Parsing, deriving and verifying never touch the heap: an allocator that counts says so.
#![expect(unsafe_code, reason = "a global allocator is an unsafe trait")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    hint::black_box,
};

use pkce_core::{ChallengeMethod, CodeChallenge, CodeVerifier, GeneratedVerifier, verify};
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};

struct Counting;

std::thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator as it came; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller keeps `alloc`'s contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the pointer came from `System`, by `alloc` above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(black_box(Box::new(1)))), 1);
}

#[test]
fn nothing_is_allocated() {
    let mut rng = ChaCha8Rng::from_seed([0; 32]);
    let texts: Vec<String> = (0..=140).map(|length| "a".repeat(length)).collect();
    for text in &texts {
        let count = allocations(|| {
            let verifier = CodeVerifier::parse(black_box(text));
            for method in [ChallengeMethod::S256, ChallengeMethod::Plain] {
                if let Ok(verifier) = &verifier {
                    let challenge = CodeChallenge::derive(method, verifier);
                    let _ = black_box(challenge.verify(text.as_bytes()));
                    let _ = black_box(challenge.to_text());
                }
                let _ = black_box(verify(method, text.as_bytes(), text.as_bytes()));
                let _ = black_box(ChallengeMethod::parse(Some(text.as_bytes())));
            }
            black_box(GeneratedVerifier::generate(&mut rng));
        });
        assert_eq!(count, 0, "{} characters", text.len());
    }
}
