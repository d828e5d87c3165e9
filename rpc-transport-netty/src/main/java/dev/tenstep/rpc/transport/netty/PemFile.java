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
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of TLS (RFC 7468). All its methods read it anew, and throw IllegalArgumentException with the setting, the path, what
 * was found and what was expected.
 *
 * @param setting the key that names it in configuration
 */
record PemFile(String setting, Path path) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private record Block(String label, byte[] content) {}

    /** All its certificates, at least one. */
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
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.content));
        } catch (GeneralSecurityException e) {
            throw fault("holds a certificate that cannot be read: " + e.getMessage(), expected, e);
        }
    }

    /** Its private key. */
    PrivateKey privateKey() {
        String expected = "a PEM file with -----BEGIN PRIVATE KEY-----, which is PKCS #8, not encrypted;"
                + " openssl pkcs8 -topk8 -nocrypt makes it of others";
        for (Block block : blocks(expected)) {
            if (block.label.equals(PRIVATE_KEY)) {
                return privateKey(block, expected);
            }
        }
        throw fault("holds " + labels(), expected, null);
    }

    private PrivateKey privateKey(Block block, String expected) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(block.content);
        GeneralSecurityException last = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw fault("holds a private key that is none of " + ALGORITHMS, expected, last);
    }

    private List<Block> blocks(String expected) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text(expected));
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw fault("holds a " + matcher.group(1) + " that is not base64", expected, e);
            }
        }
        return blocks;
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

    /** What is in the file, without any of its secrets. */
    private String labels() {
        List<String> labels = blocks("a PEM file").stream().map(Block::label).toList();
        return labels.isEmpty() ? "nothing that is PEM" : String.join(", ", labels);
    }

    IllegalArgumentException fault(String found, String expected, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                setting + ": " + path + " " + found + " (expected: " + expected + ")", cause);
    }
}
