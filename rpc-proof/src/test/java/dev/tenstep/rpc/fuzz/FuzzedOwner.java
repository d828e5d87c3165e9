package dev.tenstep.rpc.fuzz;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.MemoryBudget;

/** The owner of a fuzzed client's only connection: a call that another should carry fails at once. */
record FuzzedOwner(MemoryBudget budget) implements ConnectionOwner {
    @Override
    public String authority() {
        return "localhost";
    }

    @Override
    public boolean encrypted() {
        return false;
    }

    @Override
    public KernelSettings settings() {
        return Fed.SETTINGS;
    }

    @Override
    public Compression compression() {
        return Fed.COMPRESSION;
    }

    @Override
    public ConfigReader config() {
        return Fed.CONFIG;
    }

    @Override
    public void connected(ClientConnection connection) {}

    @Override
    public void readyChanged() {}

    @Override
    public void leaving(ClientConnection connection, String why) {}

    @Override
    public void closed(ClientConnection connection, String why) {}

    @Override
    public void carry(Call call, ReplyTo replyTo) {
        ClientKernel.deliverFailure(call, replyTo, lost("no other connection", true));
    }

    @Override
    public RpcException lost(String why, boolean notStarted) {
        return notStarted
                ? RpcException.notStarted(StatusCode.UNAVAILABLE, why, null)
                : new RpcException(StatusCode.UNAVAILABLE, why);
    }
}
