/**
 * TLS and mutual TLS, by settings alone. The same server and client speak in the clear, over TLS, or over mutual TLS,
 * where the handler identifies the caller by its certificate.
 *
 * <pre>{@code
 * X509Certificate shown = CallContext.current().peerCertificate();
 * shown.getSubjectX500Principal(); // CN=ann
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.examples.doorman.ByCertificate}, then {@code certificates.sh} of this module, which
 * makes certificates and the settings that name them. All of it is meant to be copied.
 */
@NullMarked
package dev.tenstep.rpc.examples.doorman;

import org.jspecify.annotations.NullMarked;
