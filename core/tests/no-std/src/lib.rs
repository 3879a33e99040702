//! pkce-core linked into a static library that has no `std`: with it in the tree, the two `#[…]`
//! items below would be defined twice and this would not build.
#![no_std]

extern crate alloc;

use alloc::string::String;
use core::{
    alloc::{GlobalAlloc, Layout},
    cell::UnsafeCell,
    panic::PanicInfo,
    sync::atomic::{AtomicUsize, Ordering},
};

use pkce_core::{
    ChallengeMethod,
    policy::Policy,
    server::{AuthorizationServer, Client, ClientKind},
    verify,
};

/// `1` if the verifier matches the S256 challenge, `0` if not.
///
/// # Safety
/// Each pointer is good for as many octets as its length says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pkce_verify_s256(
    challenge: *const u8,
    challenge_length: usize,
    verifier: *const u8,
    verifier_length: usize,
) -> i32 {
    // SAFETY: the caller's contract, above.
    let (challenge, verifier) = unsafe {
        (
            core::slice::from_raw_parts(challenge, challenge_length),
            core::slice::from_raw_parts(verifier, verifier_length),
        )
    };
    i32::from(verify(ChallengeMethod::S256, challenge, verifier).is_ok())
}

/// `1` if a server can be made and a client registered: the part that needs `alloc`.
#[unsafe(no_mangle)]
pub extern "C" fn pkce_server_works() -> i32 {
    let mut server = AuthorizationServer::new(Policy::default());
    let redirect_uris = alloc::vec![String::from("https://client.example/cb")];
    let client = Client { id: String::from("client"), kind: ClientKind::Public, redirect_uris };
    i32::from(server.register(client).is_ok())
}

/// Hands out memory from the front and takes none back: enough for a proof.
struct Bump {
    heap: UnsafeCell<[u8; HEAP]>,
    used: AtomicUsize,
}

const HEAP: usize = 1 << 20;

// SAFETY: each octet is handed out at most once, by the atomic counter.
unsafe impl Sync for Bump {}

// SAFETY: what is handed out lies inside the heap, is aligned as asked and overlaps nothing handed
// out before.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let base = self.heap.get().cast::<u8>();
        let mut used = self.used.load(Ordering::Relaxed);
        loop {
            let address = base as usize + used;
            let start = used + (address.next_multiple_of(layout.align()) - address);
            let Some(end) = start.checked_add(layout.size()).filter(|end| *end <= HEAP) else {
                return core::ptr::null_mut();
            };
            match self.used.compare_exchange_weak(used, end, Ordering::Relaxed, Ordering::Relaxed) {
                // SAFETY: `start` is inside the heap, as `end` is.
                Ok(_) => return unsafe { base.add(start) },
                Err(now) => used = now,
            }
        }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Bump = Bump { heap: UnsafeCell::new([0; HEAP]), used: AtomicUsize::new(0) };

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
