package fault

// Kind is what sort of failure it is, as coarse as the HTTP status it becomes.
type Kind uint8

// The kinds. KindNotFound and KindForbidden bear a prefix because the plain
// names are the constructors that nearly every caller wants.
const (
	Internal        Kind = iota // 500: ours; the person can only try later
	Invalid                     // 422: understood, but a value is not acceptable
	Malformed                   // 400: not understood
	Unauthenticated             // 401: sign in first
	KindForbidden               // 403: signed in, and not allowed
	KindNotFound                // 404: does not exist, or may not be known to
	WrongMethod                 // 405: the address exists, for another gesture
	Conflict                    // 409: changed by someone else meanwhile
	TooLarge                    // 413
	Unsupported                 // 415: a type of content that is not taken
	TooMany                     // 429: slow down
	Unavailable                 // 503: not now
)

type kindFacts struct {
	name   string
	status int
}

func (k Kind) facts() kindFacts {
	switch k {
	case Invalid:
		return kindFacts{"invalid", 422}
	case Malformed:
		return kindFacts{"malformed", 400}
	case Unauthenticated:
		return kindFacts{"unauthenticated", 401}
	case KindForbidden:
		return kindFacts{"forbidden", 403}
	case KindNotFound:
		return kindFacts{"not_found", 404}
	case WrongMethod:
		return kindFacts{"wrong_method", 405}
	case Conflict:
		return kindFacts{"conflict", 409}
	case TooLarge:
		return kindFacts{"too_large", 413}
	case Unsupported:
		return kindFacts{"unsupported", 415}
	case TooMany:
		return kindFacts{"too_many", 429}
	case Unavailable:
		return kindFacts{"unavailable", 503}
	default:
		return kindFacts{"internal", 500}
	}
}

// String is the kind's name in logs and in JSON, such as "not_found".
func (k Kind) String() string { return k.facts().name }

// Status is the HTTP status that answers a fault of this kind.
func (k Kind) Status() int { return k.facts().status }

// Key names the catalogue's title for the kind, such as "fault.not_found";
// the advice that goes with it has the key Key()+".advice".
func (k Kind) Key() string { return "fault." + k.facts().name }

// ByStatus is the kind that an HTTP status tells, and whether there is one.
func ByStatus(status int) (Kind, bool) {
	for k := Internal; k <= Unavailable; k++ {
		if k.Status() == status {
			return k, true
		}
	}
	return Internal, false
}
