package library

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/i18n"
)

// Checksums are the algorithms by which a piece may say what it holds, as tus
// names them; SHA-1 because the protocol demands it.
const Checksums = "sha1,sha256"

// checksumKey is the sentence of the fault of a piece that is not what it says.
const checksumKey = "library.upload.checksum"

// Checksum is what a piece says of its own bytes.
type Checksum struct {
	hash hash.Hash
	want []byte
}

// ReadChecksum reads the header Upload-Checksum; nil when it is empty.
func ReadChecksum(header string) (*Checksum, error) {
	if header == "" {
		return nil, nil
	}
	name, value, _ := strings.Cut(header, " ")
	want, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return nil, fault.New(fault.Malformed, checksumKey).Because(err)
	}
	switch name {
	case "sha1":
		return &Checksum{sha1.New(), want}, nil
	case "sha256":
		return &Checksum{sha256.New(), want}, nil
	}
	return nil, fault.New(fault.Malformed, "library.upload.algorithm")
}

// Right tells whether the bytes that were read are those that were meant.
func (c *Checksum) Right() bool { return bytes.Equal(c.hash.Sum(nil), c.want) }

// bytesOf writes a size in the language of who reads.
func bytesOf(n int64) i18n.Bytes { return i18n.Bytes(n) }
