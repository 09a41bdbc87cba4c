//! Colour profiles of pictures (ICC.1:2022). A profile is copied into the pictures that are made, which is exact. sRGB
//! is omitted, and grey is converted to sRGB, since not every format has grey.

use crate::base::bounds::PROFILE_BYTES;
use crate::base::message::{Message, say};

/// The primaries of sRGB in a profile (IEC 61966-2-1, adapted to D50).
const SRGB: [(&[u8; 4], [f64; 3]); 3] =
    [(b"rXYZ", [0.4361, 0.2225, 0.0139]), (b"gXYZ", [0.3851, 0.7169, 0.0971]), (b"bXYZ", [0.1431, 0.0606, 0.7141])];

/// The tolerance for a profile to count as sRGB, in its primaries and curves: less than a step of eight bits.
const NEAR: f64 = 0.003;

/// How to treat the colours of a picture.
#[derive(Debug, PartialEq)]
pub enum ColourProfile {
    /// They are sRGB.
    Web,
    /// The profile must be copied.
    Profile(Vec<u8>),
    /// Each grey is mapped to sRGB by this table.
    Greys(Box<[u8; 256]>),
}

/// Reads the profile of a picture. Profiles for other pixel formats are ignored, as browsers do.
pub fn colours(profile: Option<Vec<u8>>, is_grey: bool) -> Result<ColourProfile, Message> {
    let Some(profile) = profile else { return Ok(ColourProfile::Web) };
    match profile.get(16..20) {
        Some(b"GRAY") if is_grey => Ok(greys(&profile).map_or(ColourProfile::Web, ColourProfile::Greys)),
        Some(b"RGB ") if is_srgb(&profile) => Ok(ColourProfile::Web),
        Some(b"RGB ") if profile.len() > PROFILE_BYTES => Err(say!(
            en: "its colour profile is larger than {PROFILE_BYTES} bytes",
            fr: "son profil de couleurs dépasse {PROFILE_BYTES} octets"
        )),
        Some(b"RGB ") => Ok(ColourProfile::Profile(profile)),
        _ => Ok(ColourProfile::Web),
    }
}

/// True for a profile that is equivalent to sRGB.
fn is_srgb(profile: &[u8]) -> bool {
    let has_columns = SRGB.iter().all(|(name, column)| {
        let Some(xyz) = tag(profile, name).and_then(|tag| tag.get(8..20)) else { return false };
        xyz.as_chunks::<4>().0.iter().zip(column).all(|(value, known)| (fixed(*value) - known).abs() < NEAR)
    });
    let has_curves = [b"rTRC", b"gTRC", b"bTRC"].into_iter().all(|name| {
        let Some(curve) = tag(profile, name) else { return false };
        (0..=16_u8)
            .map(|step| f64::from(step) / 16.0)
            .all(|value| light(curve, value).is_some_and(|light| (encoded(light) - value).abs() < NEAR))
    });
    // A profile with lookup tables is defined by these.
    has_columns && has_curves && tag(profile, b"A2B0").is_none()
}

/// The table from the greys of a profile to sRGB.
fn greys(profile: &[u8]) -> Option<Box<[u8; 256]>> {
    let curve = tag(profile, b"kTRC")?;
    let mut greys = Box::new([0; 256]);
    for (value, grey) in (0..=255_u8).zip(greys.iter_mut()) {
        *grey = (encoded(light(curve, f64::from(value) / 255.0)?) * 255.0).round() as u8;
    }
    Some(greys)
}

/// The data of a tag of a profile.
fn tag<'p>(profile: &'p [u8], name: &[u8; 4]) -> Option<&'p [u8]> {
    let count = number(profile, 128)?;
    let entry = profile.get(132..)?.as_chunks::<12>().0.iter().take(count).find(|entry| entry.starts_with(name))?;
    profile.get(number(entry, 4)?..)?.get(..number(entry, 8)?)
}

/// The linear light of a value, from 0 to 1 (ICC.1:2022, 10.6 and 10.18).
fn light(curve: &[u8], value: f64) -> Option<f64> {
    let light = match curve.get(..4)? {
        b"curv" => match number(curve, 8)? {
            0 => value,
            1 => value.powf(f64::from(short(curve, 12)?) / 256.0),
            count => {
                let at = value * (count - 1) as f64;
                let point = |at: f64| Some(f64::from(short(curve, (at as usize).checked_mul(2)?.checked_add(12)?)?));
                let (below, above) = (point(at.floor())?, point(at.ceil())?);
                (below + (above - below) * at.fract()) / 65_535.0
            }
        },
        b"para" => {
            let of = |at: usize| Some(fixed(curve.get(12 + 4 * at..)?.first_chunk().copied()?));
            let power = |value: f64| Some((of(1)? * value + of(2)?).max(0.0).powf(of(0)?));
            match short(curve, 8)? {
                0 => value.powf(of(0)?),
                1 => {
                    if value >= -of(2)? / of(1)? {
                        power(value)?
                    } else {
                        0.0
                    }
                }
                2 => {
                    if value >= -of(2)? / of(1)? {
                        power(value)? + of(3)?
                    } else {
                        of(3)?
                    }
                }
                3 => {
                    if value >= of(4)? {
                        power(value)?
                    } else {
                        of(3)? * value
                    }
                }
                4 => {
                    if value >= of(4)? {
                        power(value)? + of(5)?
                    } else {
                        of(3)? * value + of(6)?
                    }
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    light.is_finite().then(|| light.clamp(0.0, 1.0))
}

/// The sRGB value of linear light (IEC 61966-2-1).
fn encoded(light: f64) -> f64 {
    if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// An `s15Fixed16Number`.
fn fixed(bytes: [u8; 4]) -> f64 {
    f64::from(i32::from_be_bytes(bytes)) / 65_536.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A profile of these parts.
    fn profile(space: &[u8; 4], tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
        let mut head = vec![0; 128];
        head[16..20].copy_from_slice(space);
        head.extend((tags.len() as u32).to_be_bytes());
        let mut body = Vec::new();
        for (name, data) in tags {
            head.extend(name.iter().copied());
            head.extend((132 + 12 * tags.len() as u32 + body.len() as u32).to_be_bytes());
            head.extend((data.len() as u32).to_be_bytes());
            body.extend(data);
        }
        [head, body].concat()
    }

    fn fixed(value: f64) -> [u8; 4] {
        ((value * 65_536.0).round() as i32).to_be_bytes()
    }

    fn curve_of_srgb() -> Vec<u8> {
        let numbers = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045].map(fixed);
        [&b"para\0\0\0\0\0\x03\0\0"[..], numbers.as_flattened()].concat()
    }

    fn gamma(gamma: f64) -> Vec<u8> {
        let fixed = ((gamma * 256.0) as u16).to_be_bytes();
        [&b"curv\0\0\0\0\0\0\0\x01"[..], &fixed].concat()
    }

    /// A profile with three columns and one curve.
    fn matrix(columns: [[f64; 3]; 3], curve: &[u8]) -> Vec<u8> {
        let column = |at: usize| [&b"XYZ \0\0\0\0"[..], columns[at].map(fixed).as_flattened()].concat();
        let names = [b"rXYZ", b"gXYZ", b"bXYZ"].into_iter().enumerate().map(|(at, name)| (name, column(at)));
        let curves = [b"rTRC", b"gTRC", b"bTRC"].map(|name| (name, curve.to_vec()));
        profile(b"RGB ", &names.chain(curves).collect::<Vec<_>>())
    }

    #[test]
    fn only_rgb_profiles_other_than_srgb_are_embedded() {
        let srgb = SRGB.map(|(_, column)| column);
        let p3 = [[0.5151, 0.2412, -0.0011], [0.2920, 0.6922, 0.0419], [0.1571, 0.0666, 0.7841]];
        let of = |profile: Vec<u8>| colours(Some(profile), false).expect("colours");
        assert_eq!(of(matrix(srgb, &curve_of_srgb())), ColourProfile::Web);
        for other in [matrix(p3, &curve_of_srgb()), matrix(srgb, &gamma(1.8)), matrix(srgb, b"tabl")] {
            assert_eq!(of(other.clone()), ColourProfile::Profile(other));
        }
        // It is for other pixels, or for nothing.
        for other in [profile(b"CMYK", &[]), profile(b"GRAY", &[(b"kTRC", gamma(1.0))]), b"profile".to_vec()] {
            assert_eq!(of(other), ColourProfile::Web);
        }
        assert_eq!(colours(None, false), Ok(ColourProfile::Web));
        let mut large = matrix(p3, &curve_of_srgb());
        large.resize(PROFILE_BYTES + 1, 0);
        assert!(colours(Some(large), false).is_err());
    }

    #[test]
    fn grey_profiles_are_converted_to_srgb_grey() {
        let of = |curve: Vec<u8>| match colours(Some(profile(b"GRAY", &[(b"kTRC", curve)])), true) {
            Ok(ColourProfile::Greys(greys)) => Some([greys[0], greys[64], greys[128], greys[255]]),
            _ => None,
        };
        assert_eq!(of(curve_of_srgb()), Some([0, 64, 128, 255]));
        // Half of the light is 188 on the web.
        assert_eq!(of(gamma(1.0)), Some([0, 137, 188, 255]));
        assert_eq!(of(b"curv\0\0\0\0\0\0\0\0".to_vec()), Some([0, 137, 188, 255]));
        assert_eq!(of(b"curv\0\0\0\0\0\0\0\x02\0\0\xFF\xFF".to_vec()), Some([0, 137, 188, 255]));
        assert_eq!(of(gamma(2.2)), Some([0, 62, 129, 255]));
        // A table that is cut off.
        assert_eq!(of(b"curv\0\0\0\0\0\0\x01\0\0\0\xFF\xFF".to_vec()), None);
    }

    #[test]
    fn a_truncated_profile_never_fails() {
        let whole = matrix(SRGB.map(|(_, column)| column), &curve_of_srgb());
        let grey = profile(b"GRAY", &[(b"kTRC", curve_of_srgb())]);
        for length in 0..whole.len() {
            assert!(colours(Some(whole[..length].to_vec()), false).is_ok());
            assert!(colours(Some(grey[..length.min(grey.len())].to_vec()), true).is_ok());
        }
    }
}
