"""What each word of a credential means, so that it can be signed with no network.

Credentials name two vocabularies by their addresses. The first comes with the library; of the second, Open Badges 3.0,
this is the part that our credentials use, word by word: another reader gives each of them the same meaning, or the
signature would not hold. A word that is missing here would not be signed: the tests alter every value of a credential.
"""

from typing import Final

from pyld.documentloader.frozen import BUNDLED_CONTEXTS, FrozenDocumentLoader

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

_OB: Final = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
_SCHEMA: Final = "https://schema.org/"
# With an "s" that the types of XML do not have: so it stands in the vocabulary of Open Badges.
_XSD: Final = "https://www.w3.org/2001/XMLSchema#"
_TYPES: Final = ("Achievement", "AchievementSubject", "Evidence", "IdentityObject", "Image", "Profile") + (
    "ResultDescription",
)
_WORDS: Final = ("achievement", "achievementType", "identityHash", "identityType", "narrative", "resultType")
_TERMS: Final = {
    **{word: _OB + word for word in _TYPES + _WORDS},
    "AchievementCredential": _OB + "OpenBadgeCredential",
    "criteria": {"@id": _OB + "Criteria", "@type": "@id"},
    "image": {"@id": _OB + "image", "@type": "@id"},
    "identifier": _OB + "identifier",
    "hashed": {"@id": _OB + "hashed", "@type": _XSD + "boolean"},
    "result": _OB + "result",
    "resultDescription": _OB + "resultDescription",
    "activityStartDate": {"@id": _OB + "activityStartDate", "@type": _XSD + "date"},
    "activityEndDate": {"@id": _OB + "activityEndDate", "@type": _XSD + "date"},
    "value": _SCHEMA + "value",
    "inLanguage": _SCHEMA + "inLanguage",
    "url": {"@id": _SCHEMA + "url", "@type": _XSD + "anyURI"},
    # In a result the word holds the address of what the achievement describes, elsewhere the description itself.
    "Result": {
        "@id": _OB + "Result",
        "@context": {"resultDescription": {"@id": _OB + "resultDescription", "@type": _XSD + "anyURI"}},
    },
}

loader: Final = FrozenDocumentLoader({CREDENTIALS: BUNDLED_CONTEXTS[CREDENTIALS], BADGES: {"@context": _TERMS}})
