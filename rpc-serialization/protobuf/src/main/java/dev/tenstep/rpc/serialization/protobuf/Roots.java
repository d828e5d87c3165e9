package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.ForeignModel;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import dev.tenstep.rpc.contract.ScalarModel;
import dev.tenstep.rpc.contract.TypeModel;
import org.jspecify.annotations.Nullable;

/** The types that are themselves the request or the reply, rather than a field of one. */
public final class Roots {
    private Roots() {}

    /** Returns whether a result of that type is the reply: a record, a bean, a sealed type, a generated message. */
    public static boolean isMessage(TypeModel type) {
        return type instanceof ObjectModel || type instanceof OneOfModel || type instanceof ForeignModel;
    }

    /**
     * Returns the type of the parameter that is the request: the only one, and generated or marked {@link Message};
     * or null.
     */
    public static @Nullable TypeModel soleMessage(ObjectModel parameters) {
        FieldModel sole = parameters.soleMessage();
        return sole == null ? null : sole.type();
    }

    /** Returns whether a method returns nothing, which is google.protobuf.Empty. */
    public static boolean isVoid(TypeModel type) {
        return type instanceof ScalarModel scalar && scalar.kind() == ScalarModel.Kind.VOID;
    }
}
