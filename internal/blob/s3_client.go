package blob

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const (
	stalled = 30 * time.Second // without a byte either way, a connection is given up
	tries   = 3
)

// dial prepares for a server and does not call it yet.
func dial(at bucket) (*minio.Core, error) {
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}
	return minio.NewCore(at.host, &minio.Options{
		Creds: credentials.NewStaticV4(at.key, at.secret, ""), Secure: at.tls, Region: at.region, MaxRetries: tries,
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment,
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				conn, err := dialer.DialContext(ctx, network, address)
				if err != nil {
					return nil, err
				}
				return patient{conn}, nil
			},
			TLSHandshakeTimeout:   5 * time.Second,
			ResponseHeaderTimeout: stalled,
			IdleConnTimeout:       20 * time.Second,
			MaxIdleConnsPerHost:   16,
			// Bytes come as they are kept.
			DisableCompression: true,
		},
	})
}

// patient is a connection that waits for the other side, but not for ever.
type patient struct{ net.Conn }

func (p patient) Read(b []byte) (int, error) {
	if err := p.SetReadDeadline(time.Now().Add(stalled)); err != nil {
		return 0, err
	}
	return p.Conn.Read(b)
}

func (p patient) Write(b []byte) (int, error) {
	if err := p.SetWriteDeadline(time.Now().Add(stalled)); err != nil {
		return 0, err
	}
	return p.Conn.Write(b)
}
