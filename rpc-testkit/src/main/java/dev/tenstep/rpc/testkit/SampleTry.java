package dev.tenstep.rpc.testkit;

import java.io.IOException;

/** What is done with a sample and the codec of its method's parameters. */
interface SampleTry {

    void run(Sample sample, MessageProbe parameters) throws IOException;
}
