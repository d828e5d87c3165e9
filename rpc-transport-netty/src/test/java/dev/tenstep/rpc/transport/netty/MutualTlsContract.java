package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.testkit.TransportContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of transports over mutual TLS, for each protocol. */
public abstract class MutualTlsContract implements TransportContract {
    @TempDir
    static Path folder;

    private static TlsOptions ofServers;
    private static TlsOptions ofClients;

    @BeforeAll
    static void certificates() throws Exception {
        Pki pki = new Pki(folder, "authority");
        ofServers = pki.issue("server").withAuthorities(pki.certificates());
        ofClients = pki.issue("client").withAuthorities(pki.certificates());
    }

    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public RpcServer.Builder server(String address) {
        return TransportContract.super.server(address).tls(ofServers);
    }

    @Override
    public RpcClient.Builder client(String address) {
        return TransportContract.super.client(address).tls(ofClients);
    }
}
