//! Who may confirm a value where a region asks for two pairs of eyes.

use crate::ids::PersonId;
use crate::refusal::{Code, Refusal};

/// Whether somebody may confirm a value that waits. Never the one who entered it, and never one that nobody is known to
/// have entered: then nobody could say that there were two.
pub fn may_confirm(waits: bool, entered_by: Option<PersonId>, confirmer: PersonId) -> Result<(), Refusal> {
    if !waits {
        return Err(Refusal::new(Code::NotWaiting));
    }
    match entered_by {
        Some(entered_by) if entered_by != confirmer => Ok(()),
        _ => Err(Refusal::new(Code::EnteredYourself)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pairs_of_eyes_are_two_people() {
        let (kari, ola) = (PersonId::from_number(1), PersonId::from_number(2));
        assert_eq!(may_confirm(true, Some(kari), ola), Ok(()));
        let code = |waits, by, who| may_confirm(waits, by, who).map_err(|refusal| refusal.code);
        assert_eq!(code(true, Some(kari), kari), Err(Code::EnteredYourself));
        assert_eq!(code(true, None, kari), Err(Code::EnteredYourself));
        assert_eq!(code(false, Some(kari), ola), Err(Code::NotWaiting));
        assert_eq!(code(false, Some(kari), kari), Err(Code::NotWaiting), "what is confirmed is confirmed");
    }
}
