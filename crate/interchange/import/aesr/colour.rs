//! The colour of a profile, which AESR takes as any hex value, as one of those that a chain can have.

use crate::chain::Colour;

/// The colour with the nearest hue to `rrggbb` or `rgb`; grey where there is hardly one.
pub(in super::super) fn nearest(hex: &str) -> Option<Colour> {
    let [red, green, blue] = channels(hex.trim().trim_start_matches('#'))?;
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let range = most - least;
    if range < 24 {
        return Some(Colour::Grey);
    }
    // Degrees around the colour wheel, from red over green and blue.
    let hue = if most == red {
        60 * (green - blue) / range
    } else if most == green {
        120 + 60 * (blue - red) / range
    } else {
        240 + 60 * (red - green) / range
    };
    Some(match hue.rem_euclid(360) {
        0..15 | 345.. => Colour::Red,
        15..42 => Colour::Orange,
        42..70 => Colour::Yellow,
        70..160 => Colour::Green,
        160..195 => Colour::Teal,
        195..255 => Colour::Blue,
        _ => Colour::Purple,
    })
}

fn channels(hex: &str) -> Option<[i32; 3]> {
    let width = match hex.len() {
        3 => 1,
        6 => 2,
        _ => return None,
    };
    let channel = |at: usize| {
        let digits = hex.get(at * width..(at + 1) * width)?;
        i32::from_str_radix(&digits.repeat(3 - width), 16).ok()
    };
    Some([channel(0)?, channel(1)?, channel(2)?])
}
