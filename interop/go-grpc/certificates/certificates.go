// Package certificates makes settings of TLS from the files that the programs are given.
package certificates

import (
	"crypto/tls"
	"crypto/x509"
	"log"
	"os"
)

// OfClient takes an authority, and maybe a certificate and its key.
func OfClient(files []string) *tls.Config {
	settings := &tls.Config{RootCAs: authority(files[0])}
	if len(files) > 1 {
		settings.Certificates = []tls.Certificate{certificate(files[1], files[2])}
	}
	return settings
}

// OfServer takes an authority, or "-" for none, a certificate and its key.
func OfServer(files []string) *tls.Config {
	settings := &tls.Config{Certificates: []tls.Certificate{certificate(files[1], files[2])}}
	if files[0] != "-" {
		settings.ClientCAs = authority(files[0])
		settings.ClientAuth = tls.RequireAndVerifyClientCert
	}
	return settings
}

func certificate(file, key string) tls.Certificate {
	pair, err := tls.LoadX509KeyPair(file, key)
	if err != nil {
		log.Fatal(err)
	}
	return pair
}

func authority(file string) *x509.CertPool {
	pem, err := os.ReadFile(file)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(pem) {
		log.Fatalf("%s: %v (expected: a certificate)", file, err)
	}
	return pool
}
