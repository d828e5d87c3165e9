package dev.tenstep.rpc.transport.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PEM file for TLS (RFC 7468). Every method reads it anew, and throws IllegalArgumentException with the setting, the
 * path, what was found and what was expected.
 *
 * @param setting the key that names it in configuration
 */
record PemFile(String setting, Path path) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String BEGIN = "-----BEGIN ";
    /** The header that marks an encrypted key in older formats (RFC 1421, section 4.6.1.1). */
    private static final String ENCRYPTED_HEADER = "Proc-Type: 4,ENCRYPTED";

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    /** The key algorithms by their object identifiers, in DER (RFC 8017, 5480, 8410). */
    private static final Map<String, String> ALGORITHMS = Map.of(
            "06092a864886f70d010101", "RSA",
            "06092a864886f70d01010a", "RSASSA-PSS",
            "06072a8648ce3d0201", "EC",
            "06032b6570", "Ed25519",
            "06032b6571", "Ed448");
    /** The most bytes before the identifier in PKCS #8: the version and the headers of the enclosing structures. */
    private static final int MOST_BEFORE_IDENTIFIER = 12;

    private record Block(String label, String text) {
        /** The block's label, and whether it is encrypted; never the secret. */
        String name() {
            return text.contains(ENCRYPTED_HEADER) ? label + " (encrypted)" : label;
        }
    }

    /** Reads all certificates of the file, at least one. */
    List<X509Certificate> certificates() {
        String expected = "a PEM file with -----BEGIN CERTIFICATE-----";
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(expected)) {
            if (block.label.equals(CERTIFICATE)) {
                certificates.add(certificate(block, expected));
            }
        }
        if (certificates.isEmpty()) {
            throw fault("holds " + labels(), expected, null);
        }
        return certificates;
    }

    private X509Certificate certificate(Block block, String expected) {
        byte[] content = content(block, expected);
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content));
        } catch (GeneralSecurityException e) {
            throw fault("holds a certificate that cannot be read: " + e.getMessage(), expected, e);
        }
    }

    /** Reads the file's private key. */
    PrivateKey privateKey() {
        String expected = "a PEM file with -----BEGIN PRIVATE KEY-----, which is PKCS #8, not encrypted;"
                + " openssl pkcs8 -topk8 -nocrypt converts other formats";
        for (Block block : blocks(expected)) {
            if (block.label.equals(PRIVATE_KEY)) {
                return privateKey(block, expected);
            }
        }
        throw fault("holds " + labels(), expected, null);
    }

    private PrivateKey privateKey(Block block, String expected) {
        byte[] content = content(block, expected);
        String algorithm = algorithm(content);
        if (algorithm == null) {
            String known = String.join(", ", new TreeSet<>(ALGORITHMS.values()));
            throw fault("holds a private key whose algorithm is none of " + known, expected, null);
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
        } catch (GeneralSecurityException e) {
            throw fault("holds a private key of " + algorithm + " that cannot be read: " + e.getMessage(), expected, e);
        }
    }

    private static @Nullable String algorithm(byte[] content) {
        String hex = HexFormat.of().formatHex(content);
        for (Map.Entry<String, String> each : ALGORITHMS.entrySet()) {
            int found = hex.indexOf(each.getKey());
            if (found >= 0 && found <= 2 * MOST_BEFORE_IDENTIFIER) {
                return each.getValue();
            }
        }
        return null;
    }

    private byte[] content(Block block, String expected) {
        try {
            return Base64.getMimeDecoder().decode(block.text);
        } catch (IllegalArgumentException e) {
            throw fault("holds a " + block.label + " that is not base64", expected, e);
        }
    }

    private List<Block> blocks(String expected) {
        return BLOCK.matcher(text(expected))
                .results()
                .map(found -> new Block(found.group(1), found.group(2)))
                .toList();
    }

    private String text(String expected) {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw fault("does not exist", expected, e);
        } catch (IOException e) {
            throw fault("cannot be read: " + e, expected, e);
        }
    }

    /** Lists the file's blocks by their labels, without any secret. */
    private String labels() {
        List<String> labels = blocks("a PEM file").stream().map(Block::name).toList();
        if (labels.isEmpty()) {
            boolean begun = text("a PEM file").contains(BEGIN);
            return begun ? "a block without its -----END, or one with another label" : "nothing that is PEM";
        }
        return String.join(", ", labels);
    }

    IllegalArgumentException fault(String found, String expected, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                setting + ": " + path + " " + found + " (expected: " + expected + ")", cause);
    }
}
