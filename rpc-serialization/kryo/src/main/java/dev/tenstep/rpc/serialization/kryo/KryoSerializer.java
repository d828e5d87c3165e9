package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.SchemaText;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.serialization.objects.Generation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The serializer {@code kryo}: compact and fast, for peers built from the same classes. It creates only objects that
 * the method's signature names, and the bytes hold no class names. The fingerprint is exact: peers whose types differ
 * in a name, an order or a type refuse each other's calls of that method.
 */
public final class KryoSerializer implements Serializer {
    /** The beginning of the hashed text: another number means other bytes for the same types. */
    private static final String FORMAT = "tenstep kryo 1\n";

    private static final int FINGERPRINT_BYTES = 16;

    private final Generation generation;

    /**
     * The plans of a contract's objects, shared by its methods for as long as the contract lives. Guarded by itself.
     */
    private final Map<ObjectModel, Plan> plans = new WeakHashMap<>();

    /** Makes one; it may serve any number of clients and servers. */
    public KryoSerializer() {
        this(true);
    }

    /** Makes one, for which classes may be generated or not. */
    KryoSerializer(boolean generating) {
        generation = new Generation(generating);
    }

    @Override
    public String name() {
        return "kryo";
    }

    @Override
    public Codec bind(MethodContract method, MessageShape shape) {
        synchronized (plans) {
            Planner planner = new Planner(method, generation, plans);
            Plan plan =
                    switch (shape.role()) {
                        case PARAMETERS, EXCEPTION -> planner.plan((ObjectModel) shape.type());
                        case RESULT, ELEMENT -> planner.planResult(shape.type());
                    };
            plans.putAll(planner.plans());
            return new KryoCodec(plan, method.displayName());
        }
    }

    @Override
    public byte[] fingerprint(MethodContract method) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(FORMAT.getBytes(StandardCharsets.UTF_8));
            hash.update(SchemaText.of(method).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash.digest(), FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    @Override
    public String skew(MethodContract method, byte[] clientFingerprint) {
        HexFormat hex = HexFormat.of();
        int shown = Math.min(clientFingerprint.length, FINGERPRINT_BYTES);
        return "the types of " + method.displayName()
                + " differ between client and server, and kryo reads only what the same"
                + " types wrote: build both sides from the same classes, or use a serializer that tolerates differences"
                + " (protobuf, json). Fingerprint: " + hex.formatHex(clientFingerprint, 0, shown) + " (expected: "
                + hex.formatHex(fingerprint(method)) + ")";
    }
}
