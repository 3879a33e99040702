//! The road without processes: octets, lines and answers as over stdio, and a clock that jumps to the deadline when
//! nothing more would ever come.

use std::{collections::VecDeque, time::Instant};

use pkce_conformance::{
    transport::{
        Exchange, Fault, Received, Transport,
        lines::{Event, Lines},
    },
    wire::{About, Call, MAX_LINE_IN, encode_hello},
};

use crate::{
    actor::{Actor, Deed},
    behaviour::{Behaviour, Life},
};

pub(crate) struct Memory<'b> {
    behaviour: &'b Behaviour,
    starts: usize,
    actor: Actor,
    /// It still hears what is sent.
    hears: bool,
    /// It still says something.
    speaks: bool,
    said: VecDeque<Vec<u8>>,
    lines: Lines,
    heard: VecDeque<String>,
    end: Option<Event>,
    exchange: Exchange,
    /// Of the lives that are over.
    faults: usize,
    lies: usize,
    /// Calls of `receive`: a run that goes round and round has no end.
    pub(crate) turns: usize,
}

impl<'b> Memory<'b> {
    pub(crate) fn new(behaviour: &'b Behaviour) -> Self {
        Self {
            behaviour,
            starts: 0,
            actor: Actor::new(Life::default()),
            hears: false,
            speaks: false,
            said: VecDeque::new(),
            lines: Lines::default(),
            heard: VecDeque::new(),
            end: None,
            exchange: Exchange::default(),
            faults: 0,
            lies: 0,
            turns: 0,
        }
    }

    pub(crate) const fn starts(&self) -> usize {
        self.starts
    }

    /// How many faults the adapter gave cause for.
    pub(crate) const fn faults(&self) -> usize {
        self.faults + self.actor.faults
    }

    /// How many of its answers may have been wrong ones.
    pub(crate) const fn lies(&self) -> usize {
        self.lies + self.actor.lies
    }

    /// Lines with line feeds between them are handed over.
    fn tell(&mut self, lines: &str) {
        for line in lines.split('\n') {
            if self.hears {
                let deeds = self.actor.hear(line);
                self.does(deeds);
            }
        }
    }

    fn does(&mut self, deeds: Vec<Deed>) {
        for deed in deeds {
            match deed {
                Deed::Say(octets) if self.speaks => self.said.push_back(octets),
                Deed::SayForEver if self.speaks => self.said.push_back(vec![b'x'; MAX_LINE_IN + 1]),
                Deed::Exit(_) => (self.hears, self.speaks) = (false, false),
                Deed::CloseOutput => self.speaks = false,
                Deed::CloseInput => self.hears = false,
                Deed::Say(_) | Deed::SayForEver | Deed::Words(_) | Deed::Orphan => {}
            }
        }
    }

    /// The next line, or why there is none.
    fn line(&mut self) -> Result<String, Fault> {
        loop {
            if let Some(line) = self.heard.pop_front() {
                return Ok(line);
            }
            match &self.end {
                Some(Event::NotText) => return Err(Fault::nonsense("a line that is not UTF-8")),
                Some(Event::TooLong) => return Err(Fault::nonsense("a line longer than 1 MiB")),
                Some(_) => return Err(Fault::crashed("it ended")),
                None => {}
            }
            if self.said.is_empty() && self.hears {
                let deeds = self.actor.idle();
                self.does(deeds);
            }
            match self.said.pop_front() {
                Some(octets) => {
                    let (lines, end) = self.lines.push(&octets);
                    self.heard.extend(lines);
                    self.end = end;
                }
                None if self.speaks => return Err(Fault::timed_out("no answer in time")),
                None => self.end = Some(Event::End),
            }
        }
    }
}

impl Transport for Memory<'_> {
    fn start(&mut self) -> Result<About, Fault> {
        (self.faults, self.lies) = (self.faults(), self.lies());
        let life = self.behaviour.life(self.starts);
        // A second introduction is an answer to nothing.
        self.faults += usize::from(matches!(life.hello, crate::behaviour::Hello::Twice));
        self.actor = Actor::new(life);
        self.starts += 1;
        (self.hears, self.speaks) = (true, true);
        self.said.clear();
        self.lines = Lines::default();
        self.heard.clear();
        self.end = None;
        self.exchange.restart();
        self.tell(&encode_hello());
        Exchange::introduction(&self.line()?)
    }

    fn send(&mut self, id: u64, call: Call) -> Result<(), Fault> {
        if let Some(lines) = self.exchange.ask(id, call)? {
            self.tell(&lines);
        }
        Ok(())
    }

    fn receive(&mut self, _deadline: Instant) -> Received {
        self.turns += 1;
        if self.heard.is_empty()
            && let Some(lines) = self.exchange.outgoing()
        {
            self.tell(&lines);
        }
        match self.line() {
            Ok(line) => self.exchange.understand(&line),
            Err(fault) => Received::Fault(fault, None),
        }
    }

    fn last_words(&self) -> Option<String> {
        Some("\u{1b}[2Jlast\u{9b}words".to_owned())
    }

    fn window(&self) -> usize {
        16
    }
}
