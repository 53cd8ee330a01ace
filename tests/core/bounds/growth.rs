//! How the time and the memory of a reader grow with what it reads: twice the input, about twice of both.

use std::hint::black_box;
use std::time::Duration;

use allocation_counter::AllocationInfo;
use rustix::time::{ClockId, clock_gettime};

/// So often the input is doubled.
const DOUBLINGS: u32 = 8;
/// What four times the input may cost, in times: what is linear costs 4, what sorts a little more, what is quadratic 16.
const MOST_TIME: f64 = 7.5;
/// The same of memory, which is counted and so exact; a list that doubles its room is counted with the old room.
const MOST_MEMORY: f64 = 6.5;
/// Less is not told from nothing.
const TIME_FLOOR: Duration = Duration::from_micros(100);
const MEMORY_FLOOR: f64 = 16_384.0;
/// Whatever disturbs a measure makes it longer, so the best of several is the nearest.
const ROUNDS: usize = 6;

/// What reading `make(size)` takes, for sizes up to `largest`. It fails where twice the input takes far more than twice the time,
/// the memory at once or the memory in all, and where the memory is more than `factor` times the input.
pub fn grows_evenly<T>(
    what: &str,
    largest: usize,
    factor: usize,
    make: impl Fn(usize) -> T,
    mut read: impl FnMut(&T),
) -> Result<(), String> {
    let size = |halvings: u32| largest >> halvings;
    // From the smallest on, so that what never ends at a small size is not waited for at a large one.
    for halvings in (3..=DOUBLINGS).rev() {
        measured(&make(size(halvings)), &mut read);
    }
    let (quarter, whole) = (make(size(2)), make(size(0)));
    let (time, memory) = measured(&quarter, &mut read);
    let limit = |time: Duration| (time + TIME_FLOOR).mul_f64(MOST_TIME);
    let (mut before, (mut after, memory_after)) = (time, measured(&whole, &mut read));
    for round in 1..ROUNDS {
        if after <= limit(before) || (round > 2 && after > 2 * limit(before)) {
            break; // it holds, or no disturbance makes so much so often
        }
        before = before.min(measured(&quarter, &mut read).0);
        after = after.min(measured(&whole, &mut read).0);
    }
    if std::env::var_os("SHOW").is_some() {
        eprintln!(
            "{what}: {before:?} -> {after:?}, at once {} -> {}, in all {} -> {}",
            memory.bytes_max, memory_after.bytes_max, memory.bytes_total, memory_after.bytes_total
        );
    }
    if after > limit(before) {
        return Err(format!("{what}: four times the input takes {after:?} after {before:?}"));
    }
    for (kind, before, after) in [
        ("at once", memory.bytes_max, memory_after.bytes_max),
        ("in all", memory.bytes_total, memory_after.bytes_total),
    ] {
        if after as f64 > (before as f64 + MEMORY_FLOOR) * MOST_MEMORY {
            return Err(format!("{what}: four times the input takes {after} bytes {kind} after {before}"));
        }
    }
    if memory_after.bytes_max as usize > factor * largest + 64 * 1024 {
        return Err(format!("{what}: {} bytes at once for {largest}", memory_after.bytes_max));
    }
    Ok(())
}

fn measured<T>(input: &T, read: &mut impl FnMut(&T)) -> (Duration, AllocationInfo) {
    let mut time = Duration::ZERO;
    let memory = allocation_counter::measure(|| {
        let start = processor_time();
        read(black_box(input));
        time = processor_time() - start;
    });
    (time, memory)
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// All the shapes at once, so that one run tells of all that grow too fast.
pub fn all_even<'a>(shapes: impl IntoIterator<Item = Shape<'a>>, largest: usize, factor: usize, read: impl Fn(&str)) {
    let failed: Vec<String> = shapes
        .into_iter()
        .filter_map(|(what, make)| grows_evenly(what, largest, factor, make, |text| read(text)).err())
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A name, and what makes a text of about that many bytes.
pub type Shape<'a> = (&'a str, Box<dyn Fn(usize) -> String + 'a>);

/// `start`, then `piece` as often as it fits, then `end`.
pub fn repeated<'a>(start: &'a str, piece: &'a str, end: &'a str) -> Box<dyn Fn(usize) -> String + 'a> {
    Box::new(move |size| {
        let times = size.saturating_sub(start.len() + end.len()) / piece.len();
        format!("{start}{}{end}", piece.repeat(times))
    })
}

/// As many as fit of what `piece` makes of a number, between `start` and `end`.
pub fn counted<'a>(
    start: &'a str,
    piece: impl Fn(usize) -> String + 'a,
    end: &'a str,
) -> Box<dyn Fn(usize) -> String + 'a> {
    Box::new(move |size| {
        let mut text = start.to_string();
        let mut n = 0;
        while text.len() + end.len() < size {
            text += &piece(n);
            n += 1;
        }
        text + end
    })
}

/// Half of it by the one, half by the other: where each of one kind may look at all of the other.
pub fn halves<'a>(
    one: Box<dyn Fn(usize) -> String + 'a>,
    other: Box<dyn Fn(usize) -> String + 'a>,
) -> Box<dyn Fn(usize) -> String + 'a> {
    Box::new(move |size| one(size / 2) + &other(size / 2))
}
