//! Writes long files in parts: a few hundred members at a time are rendered in parallel and written.

use std::io::{self, Write};

use rayon::prelude::*;

/// The number of members that one thread renders into one buffer.
const IN_A_ROW: usize = 8;

/// The number of buffers rendered before any of them is written: enough to keep every thread busy.
const ROWS: usize = 16;

/// Writes each member, rendered by `render` with its rank, in order.
pub fn write<T: Sync>(
    members: &[T],
    out: &mut dyn Write,
    render: impl Fn(usize, &T, &mut Vec<u8>) + Sync,
) -> io::Result<()> {
    let mut rows = vec![Vec::new(); ROWS.min(members.len().div_ceil(IN_A_ROW))];
    for (round, members) in members.chunks(ROWS * IN_A_ROW).enumerate() {
        rows.truncate(members.len().div_ceil(IN_A_ROW));
        rows.par_iter_mut().zip(members.par_chunks(IN_A_ROW)).enumerate().for_each(|(rank, (row, members))| {
            row.clear();
            let first = (round * ROWS + rank) * IN_A_ROW;
            members.iter().enumerate().for_each(|(rank, member)| render(first + rank, member, row));
        });
        rows.iter().try_for_each(|row| out.write_all(row))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_written_in_order_with_their_ranks() {
        let members: Vec<usize> = (0..1000).collect();
        let mut out = Vec::new();
        write(&members, &mut out, |rank, member, part| part.extend(format!("{rank}={member};").bytes()))
            .expect("written");
        let expected: String = members.iter().map(|rank| format!("{rank}={rank};")).collect();
        assert_eq!(String::from_utf8(out).expect("text"), expected);
    }
}
