package dev.tenstep.rpc.testkit;

import java.io.IOException;

/** An action on a sample and the codec of its method's parameters. */
interface SampleTry {

    void run(Sample sample, MessageProbe parameters) throws IOException;
}
