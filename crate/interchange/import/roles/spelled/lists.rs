//! The small words of sentences that name a role by its account, in some languages.

/// What stands between a role's name and its account.
pub(super) const BESIDE_ACCOUNT: [&str; 46] = [
    "accounts", "acct", "aws", "id", "number", "no", "nr", "num", "target", "compte", "cuenta", "conta", "the", "our",
    "in", "of", "within", "at", "and", "is", "im", "du", "dans", "und", "et",
    // Of Spanish, Portuguese, Italian, French, German and Dutch.
    "de", "la", "del", "en", "desde", "n", "nº", "número", "numéro", "da", "na", "do", "dell", "nell", "le", "des",
    "dem", "aus", "van", "het", "unser",
];

/// What stands between a word for a role and its name.
pub(super) const BESIDE_NAME: [&str; 41] = [
    "name", "named", "called", "is", "iam", "aws", "the", "a", "and", "with", "using", "und", "mit", "et", "avec",
    "le", "die", "con", "el", "com", "o", "il", "met", "y", "e", "nombre", "nome", "nom", "de", "del", "da", "do",
    "der", "se", "llama", "heißt", "chama", "appelle", "の", "的", "의",
];

/// What stands before a role that is named next.
pub(super) const BEFORE_NAME: [&str; 17] = [
    "assume", "assumes", "assuming", "become", "by", "enter", "from", "into", "as", "open", "take", "then", "through",
    "to", "use", "using", "via",
];

/// What no role is called that a sentence names without marks.
pub(super) const PROSE: [&str; 76] = [
    "a", "account", "an", "and", "are", "arn", "by", "can", "chain", "for", "from", "has", "have", "here", "i", "id",
    "in", "is", "it", "may", "must", "needs", "of", "on", "or", "session", "that", "the", "then", "this", "to",
    "trusts", "we", "which", "with", "you", // and of other languages
    "que", "qui", "welche", "para", "pour", "im", "en", "na", "du", "des", "oder", "ou", "wird", "ist", "est", "debe",
    "doit", "muss", "por", "par", "aus", "dans", "die", "der", "das", "den", "dem", "le", "la", "les", "el", "lo",
    "il", "een", "het", "un", "une", "una", "uma", "zuerst",
];
