//! What words of a time expression say, field by field.
//!
//! In: names of fields and values as the grammar file writes them. Out: a small
//! record of numbers, which operators turn into a value. Units and other coded
//! values stand as the numbers of their enumerations.

macro_rules! named {
    ($(#[$doc:meta])* $kind:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum $kind { $($variant),+ }

        impl $kind {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const NAMES: &'static [&'static str] = &[$($name),+];

            pub(crate) fn named(name: &str) -> Option<Self> {
                Self::NAMES.iter().position(|n| *n == name).map(|at| Self::ALL[at])
            }
        }
    };
}

named!(
    /// Units of time, from small to large.
    Unit {
        Second = "second", Minute = "minute", Hour = "hour", Day = "day", Weekend = "weekend", Week = "week",
        Month = "month", Season = "season", Quarter = "quarter", Half = "half", Year = "year",
        Decade = "decade", Century = "century", Millennium = "millennium", Unknown = "unknown",
    }
);

named!(
    /// Parts of a day.
    Part { Morning = "morning", Afternoon = "afternoon", Evening = "evening", Night = "night" }
);

named!(
    /// Seasons. Which months they are depends on the hemisphere.
    Season { Spring = "spring", Summer = "summer", Autumn = "autumn", Winter = "winter" }
);

named!(
    /// A time known only by its side.
    Reference { Past = "past", Present = "present", Future = "future" }
);

named!(
    /// Which piece of a stretch is meant.
    Edge { Start = "start", Middle = "middle", End = "end", Before = "before", After = "after" }
);

named!(
    /// What other expressions count from.
    Base { Anchor = "anchor", Text = "text" }
);

named!(
    /// What a pattern can say.
    Field {
        Year = "year", Decade = "decade", Century = "century", Month = "month", Day = "day",
        Weekday = "weekday", Season = "season", Quarter = "quarter", Half = "half", Unit = "unit",
        Count = "count", Ordinal = "ordinal", Rel = "rel", YearRel = "year_rel", Week = "week",
        Part = "part", Hour = "hour", Minute = "minute", Meridiem = "meridiem",
        Edge = "edge", Fiscal = "fiscal", Ref = "ref", Vague = "vague", Dir = "dir", From = "from",
        As = "as", Of = "of", AndHalf = "and_half", HalfOf = "half_of", Easter = "easter",
    }
);

/// Values by field; what was not said is absent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fields([Option<f64>; Field::ALL.len()]);

impl Fields {
    pub(crate) const NONE: Self = Self([None; Field::ALL.len()]);

    pub(crate) fn of(pairs: &[(Field, f64)]) -> Self {
        let mut fields = Self::NONE;
        for &(field, value) in pairs {
            fields.set(field, value);
        }
        fields
    }

    pub(crate) fn set(&mut self, field: Field, value: f64) {
        self.0[field as usize] = Some(value);
    }

    /// These with all that others say, which win.
    pub(crate) fn with(mut self, others: &Self) -> Self {
        for (mine, other) in self.0.iter_mut().zip(&others.0) {
            *mine = other.or(*mine);
        }
        self
    }

    pub(crate) fn has(&self, field: Field) -> bool {
        self.0[field as usize].is_some()
    }

    pub(crate) fn number(&self, field: Field) -> Option<f64> {
        self.0[field as usize]
    }

    /// A whole number.
    pub(crate) fn int(&self, field: Field) -> Option<i64> {
        self.number(field)
            .filter(|v| v.fract() == 0.0 && v.abs() < 1e9)
            .map(|v| v as i64)
    }

    /// A whole number of few digits: months, days, hours, years.
    pub(crate) fn small<T: TryFrom<i64>>(&self, field: Field) -> Option<T> {
        T::try_from(self.int(field)?).ok()
    }

    /// A value that stands for one of an enumeration.
    fn coded<T: Copy>(&self, field: Field, all: &[T]) -> Option<T> {
        all.get(self.small::<usize>(field)?).copied()
    }

    pub(crate) fn unit(&self) -> Option<Unit> {
        self.coded(Field::Unit, Unit::ALL)
    }

    pub(crate) fn part(&self) -> Option<Part> {
        self.coded(Field::Part, Part::ALL)
    }

    pub(crate) fn season(&self) -> Option<Season> {
        self.coded(Field::Season, Season::ALL)
    }

    pub(crate) fn reference(&self) -> Option<Reference> {
        self.coded(Field::Ref, Reference::ALL)
    }

    pub(crate) fn edge(&self) -> Option<Edge> {
        self.coded(Field::Edge, Edge::ALL)
    }

    /// What the expression counts from, where it says so.
    pub(crate) fn base(&self) -> Option<Base> {
        self.coded(Field::From, Base::ALL)
    }

    /// The unit that the whole expression is, where it is not that of its smallest field.
    pub(crate) fn whole(&self) -> Option<Unit> {
        self.coded(Field::As, Unit::ALL)
    }

    /// `FIELD=VALUE` of the grammar file.
    pub(crate) fn assignment(text: &str) -> Option<(Field, f64)> {
        let (name, value) = text.split_once('=')?;
        let field = Field::named(name)?;
        let code = match field {
            Field::Unit | Field::As | Field::Of => Unit::named(value).map(|v| v as usize),
            Field::Part => Part::named(value).map(|v| v as usize),
            Field::Season => Season::named(value).map(|v| v as usize),
            Field::Ref => Reference::named(value).map(|v| v as usize),
            Field::Edge => Edge::named(value).map(|v| v as usize),
            Field::From => Base::named(value).map(|v| v as usize),
            _ => return Some((field, value.parse().ok()?)),
        };
        Some((field, code? as f64))
    }
}
