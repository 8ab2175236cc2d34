//! Which of two reports came first.
//!
//! In: the times that two pages give. Out: their order with how sure it is,
//! or nothing where the times do not tell.

use std::cmp::Ordering;

use page::Stamp;

/// The order of two times, and whether no reading of them contradicts it.
///
/// Where a zone is missing civil times are compared as they stand; then the answer is only likely.
#[must_use]
pub(crate) fn order_of_times(left: Option<&Stamp>, right: Option<&Stamp>) -> Option<(Ordering, bool)> {
    let (left, right) = (left?, right?);
    if left.certainly_before(right) {
        return Some((Ordering::Less, true));
    }
    if right.certainly_before(left) {
        return Some((Ordering::Greater, true));
    }
    if left.offset.is_some() && right.offset.is_some() {
        return None;
    }
    let day = |stamp: &Stamp| stamp.days();
    match (day(left), day(right)) {
        (l, r) if l.1 < r.0 => Some((Ordering::Less, false)),
        (l, r) if r.1 < l.0 => Some((Ordering::Greater, false)),
        _ => {
            let timed = left.precision >= page::Precision::Hour && right.precision >= page::Precision::Hour;
            (timed && left.civil != right.civil).then(|| (left.civil.cmp(&right.civil), false))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::offset;
    use page::Precision;

    fn stamp(day: i8, hour: i8, precision: Precision, zone: Option<i8>) -> Stamp {
        Stamp {
            civil: date(2031, 5, day).at(hour, 0, 0, 0),
            precision,
            offset: zone.map(offset),
        }
    }

    #[test]
    fn earlier_only_where_the_times_tell() {
        let at = |hour, zone| stamp(4, hour, Precision::Minute, zone);
        let day = |day| stamp(day, 0, Precision::Day, None);
        for (left, right, expected) in [
            (at(9, Some(1)), at(8, Some(0)), None),
            (at(9, Some(2)), at(8, Some(0)), Some((Ordering::Less, true))),
            (at(9, None), at(8, Some(0)), Some((Ordering::Greater, false))),
            (at(9, None), at(9, Some(0)), None),
            (at(9, None), at(11, None), Some((Ordering::Less, false))),
            (day(3), day(3), None),
            (day(3), day(6), Some((Ordering::Less, true))),
            (day(3), day(4), Some((Ordering::Less, false))),
            (day(4), at(9, None), None),
        ] {
            assert_eq!(
                order_of_times(Some(&left), Some(&right)),
                expected,
                "{left} {right}"
            );
            let back = expected.map(|(o, sure)| (o.reverse(), sure));
            assert_eq!(order_of_times(Some(&right), Some(&left)), back, "{right} {left}");
        }
        assert_eq!(order_of_times(None, Some(&day(3))), None);
    }
}
