package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.RpcService;
import java.util.List;

/** The types of a plug-in, which has a class loader of its own. */
public final class PluginTypes {
    private PluginTypes() {}

    /** The service. */
    @RpcService
    public interface Notes {
        Note copy(Note note);
    }

    /** The data. */
    public record Note(long id, String text, List<String> tags) {}
}
