//! How things go wrong. A `Refusal` is a rule saying no; a `Fault` is something that broke. There is nothing else.

use std::fmt;

/// What every fallible function of the house answers.
pub type Outcome<T> = Result<T, Trouble>;

/// Either kind of trouble.
#[derive(Debug)]
pub enum Trouble {
    /// A rule said no; the caller can be told why.
    Refused(Box<Refusal>),
    /// Something broke; the caller gets a reference number and the log gets the rest.
    Broke(Box<Fault>),
}

impl Trouble {
    /// The same about a part of a larger body: see [`Refusal::within`].
    pub fn within(self, place: &str) -> Self {
        match self {
            Self::Refused(refusal) => refusal.within(place).into(),
            broke => broke,
        }
    }
}

macro_rules! codes {
    ($($name:ident = $status:literal $text:literal,)+) => {
        /// Every reason for a refusal: its HTTP status and its stable name. The text is `refusal-NAME` in the locales.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Code { $(#[doc = $text] $name,)+ }

        impl Code {
            /// All codes, for the tests over the house.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The HTTP status that goes with this code.
            pub const fn status(self) -> u16 {
                match self { $(Code::$name => $status,)+ }
            }

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $(Code::$name => $text,)+ }
            }
        }
    };
}

codes! {
    // 400: cannot be read at all
    Unparsable = 400 "unparsable",
    BadIdempotencyKey = 400 "bad_idempotency_key",
    OdataQuery = 400 "odata_query",
    // 401
    SignInNeeded = 401 "sign_in_needed",
    SignInFailed = 401 "sign_in_failed",
    TotpRequired = 401 "totp_required",
    // 403
    NotYourRole = 403 "not_your_role",
    TokenScope = 403 "token_scope",
    CsrfFailed = 403 "csrf_failed",
    OwnOffer = 403 "own_offer",
    RegionMayNotEdit = 403 "region_may_not_edit",
    OnlyTheExecutive = 403 "only_the_executive",
    TotpNeededHere = 403 "totp_needed_here",
    SignInAsPerson = 403 "sign_in_as_person",
    EnteredYourself = 403 "entered_yourself",
    // 404, 405
    NotFound = 404 "not_found",
    MethodNotAllowed = 405 "method_not_allowed",
    // 409: not in this state
    ChangedMeanwhile = 409 "changed_meanwhile",
    AlreadyExists = 409 "already_exists",
    AlreadyAnswered = 409 "already_answered",
    AlreadyMeasured = 409 "already_measured",
    AlreadyAccepted = 409 "already_accepted",
    AlreadyOpen = 409 "already_open",
    WrongState = 409 "wrong_state",
    NotReady = 409 "not_ready",
    NotAccepted = 409 "not_accepted",
    NotParticipating = 409 "not_participating",
    OfferExpired = 409 "offer_expired",
    RenewalAlone = 409 "renewal_alone",
    NoDeviationAsked = 409 "no_deviation_asked",
    OpenOffers = 409 "open_offers",
    AlreadyEnded = 409 "already_ended",
    NotWaiting = 409 "not_waiting",
    CampaignMeasured = 409 "campaign_measured",
    // 412, 413, 415
    Stale = 412 "stale",
    PackageChanged = 412 "package_changed",
    TooLarge = 413 "too_large",
    WrongMediaType = 415 "wrong_media_type",
    SpreadsheetNotCsv = 415 "spreadsheet_not_csv",
    // 422: understood, and wrong
    Invalid = 422 "invalid",
    BadCursor = 422 "bad_cursor",
    IdempotencyKeyReused = 422 "idempotency_key_reused",
    LinkSpent = 422 "link_spent",
    NotAMember = 422 "not_a_member",
    // 428, 429
    IfMatchNeeded = 428 "if_match_needed",
    TooManyTries = 429 "too_many_tries",
    // 501: the standard knows it, and the feed does not
    OdataNotOffered = 501 "odata_not_offered",
    // 503
    Busy = 503 "busy",
}

/// One wrong place in what was sent.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct FieldError {
    /// JSON pointer into the body, such as `/baseline/value`; empty for the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Sheet of an imported file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row in an imported file; the header is row 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Column in an imported file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
    /// Stable name; the text is `field-CODE` in the locales.
    pub code: &'static str,
    /// Values for the text, by name.
    #[serde(skip)]
    pub args: Vec<(&'static str, String)>,
}

impl FieldError {
    /// An error at a place in a JSON body or form.
    pub fn at(pointer: impl Into<String>, code: &'static str) -> Self {
        Self { pointer: Some(pointer.into()), sheet: None, row: None, column: None, code, args: Vec::new() }
    }

    /// An error in a cell of an imported file.
    pub fn in_cell(row: u64, column: Option<u64>, code: &'static str) -> Self {
        Self { pointer: None, sheet: None, row: Some(row), column, code, args: Vec::new() }
    }

    /// With a value for the text.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// A rule said no.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Why.
    pub code: Code,
    /// Values for the text, and extra members of the problem document, by name.
    pub args: Vec<(&'static str, String)>,
    /// The wrong places, where there are any.
    pub errors: Vec<FieldError>,
    /// Seconds after which to try again, for 429 and 503.
    pub retry_after: Option<u64>,
}

impl Refusal {
    /// A refusal with nothing but its reason.
    pub const fn new(code: Code) -> Self {
        Self { code, args: Vec::new(), errors: Vec::new(), retry_after: None }
    }

    /// With a value for the text, also a member of the problem document.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// What was sent is understood and wrong, in these places.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(Code::Invalid) }
    }

    /// Wrong in one place.
    pub fn invalid_at(pointer: &str, code: &'static str) -> Self {
        Self::invalid(vec![FieldError::at(pointer, code)])
    }

    /// The same about a part of a larger body: each pointer begins with `place`.
    pub fn within(mut self, place: &str) -> Self {
        for error in &mut self.errors {
            error.pointer = error.pointer.take().map(|pointer| format!("{place}{pointer}"));
        }
        self
    }

    /// With the number of seconds to wait.
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Code> for Trouble {
    fn from(code: Code) -> Self {
        Refusal::new(code).into()
    }
}

/// What broke, coarse enough to choose a status and an exit code by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// A mistake of ours.
    Internal,
    /// The database cannot be reached, or is locked by somebody else for too long.
    DatabaseAway,
    /// The disk is full or cannot be written.
    Disk,
    /// Stored data contradicts itself.
    Integrity,
}

/// Something broke. Logged in full, never shown in full.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The kind, for status and exit code.
    pub kind: FaultKind,
    /// What happened, for the log.
    pub what: String,
    /// Whether running the same transaction once more may succeed.
    pub transient: bool,
}

impl Fault {
    /// A mistake of ours.
    pub fn internal(what: impl fmt::Display) -> Self {
        Self { kind: FaultKind::Internal, what: what.to_string(), transient: false }
    }

    /// A fault of another kind.
    pub fn of(kind: FaultKind, what: impl fmt::Display) -> Self {
        Self { kind, what: what.to_string(), transient: false }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.what)
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Broke(Box::new(fault))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => {
                f.write_str(refusal.code.name())?;
                for (name, value) in &refusal.args {
                    write!(f, " {name}={value}")?;
                }
                for error in &refusal.errors {
                    write!(f, " {}:{}", error.pointer.as_deref().unwrap_or(""), error.code)?;
                }
                Ok(())
            }
            Self::Broke(fault) => fault.fmt(f),
        }
    }
}

/// Gathers wrong places, so that a person hears of all at once.
#[derive(Default, Debug)]
pub struct Checks {
    errors: Vec<FieldError>,
}

impl Checks {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes an error.
    pub fn push(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// Notes `code` at `pointer` unless it holds.
    pub fn require(&mut self, holds: bool, pointer: &str, code: &'static str) {
        if !holds {
            self.push(FieldError::at(pointer, code));
        }
    }

    /// A text that must have something in it and at most `max` characters. Answers it without outer white space.
    pub fn text(&mut self, pointer: &str, text: &str, max: usize) -> String {
        let text = self.optional_text(pointer, text, max);
        self.require(!text.is_empty(), pointer, "required");
        text
    }

    /// The name of a person: a text on one line, without signs that turn what stands around it, and each word in one
    /// script (Unicode Technical Standard 39), so that a Cyrillic «а» does not stand among Latin letters.
    pub fn name(&mut self, pointer: &str, text: &str) -> String {
        use unicode_normalization::UnicodeNormalization;
        const LONGEST: usize = 200;
        // «Ｐｅｒ» and «𝐏𝐞𝐫» are ways of setting «Per».
        let name = self.text(pointer, &text.nfkc().collect::<String>(), LONGEST);
        let breaks = |sign: char| sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}');
        let mut before = ' ';
        let mut fits = name.is_empty();
        for sign in name.chars() {
            // Joiners belong to scripts and pictures that need them; between Latin letters they only hide.
            let joins = matches!(sign, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}') && !is_latin(before);
            if breaks(sign) || is_invisible(sign) && !joins {
                fits = false;
                break;
            }
            fits |= sign.is_alphanumeric();
            before = sign;
        }
        self.require(fits, pointer, "not_a_name");
        let mixed = |word: &str| !unicode_security::MixedScript::is_single_script(word);
        self.require(!name.split_whitespace().any(mixed), pointer, "mixed_scripts");
        name
    }

    /// A text that may be empty and has at most `max` characters. Answers it in NFC without outer white space.
    pub fn optional_text(&mut self, pointer: &str, text: &str, max: usize) -> String {
        use unicode_normalization::UnicodeNormalization;
        // What nobody can see says nothing.
        let text = if text.chars().all(|sign| sign != '\0' && (sign.is_whitespace() || is_invisible(sign))) {
            ""
        } else {
            text
        };
        let text: String = text.trim().nfc().collect();
        if text.chars().count() > max {
            self.push(FieldError::at(pointer, "too_long").with("max", max));
        }
        self.require(!text.contains('\0'), pointer, "nul_in_text");
        text
    }

    /// Answers `value` when nothing was wrong.
    pub fn done<T>(self, value: T) -> Result<T, Refusal> {
        if self.errors.is_empty() { Ok(value) } else { Err(Refusal::invalid(self.errors)) }
    }
}

/// Signs that steer how others look, and look like nothing themselves.
pub fn is_invisible(sign: char) -> bool {
    matches!(sign, '\0' | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_latin(sign: char) -> bool {
    sign.is_alphabetic() && sign < '\u{250}'
}
