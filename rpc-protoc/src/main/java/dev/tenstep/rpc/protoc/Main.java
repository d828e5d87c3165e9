package dev.tenstep.rpc.protoc;

import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The program that protoc runs. A fault of the user's is in the response, and protoc prints it; a request that protoc
 * would not send is reported on standard error.
 */
public final class Main {
    private static final String USAGE =
            """
            Generates interfaces for Tenstep from the services in .proto files. protoc runs this program as its plugin:

              protoc --java_out=OUT --tenstep_out=style=STYLE:OUT --plugin=protoc-gen-tenstep=PROGRAM FILE...

            STYLE is blocking, async or both, the default.
            """;
    private static final String EXPECTED = " (expected: a CodeGeneratorRequest from protoc, which runs this program)";
    /** The newest that protobuf-java supports, whose names of classes are used here. */
    private static final Edition NEWEST = Edition.EDITION_2026;

    private Main() {}

    /** Answers one request, and exits with 1 if it is malformed. */
    public static void main(String[] args) throws IOException {
        int code = run(args, System.in, System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Returns the exit code. */
    static int run(String[] args, InputStream in, OutputStream out, PrintStream err) throws IOException {
        if (args.length > 0) {
            err.print(USAGE);
            return args[0].equals("--help") ? 0 : 2;
        }
        try {
            answer(request(in)).writeTo(out);
            out.flush();
            return 0;
        } catch (MalformedRequestException e) {
            err.println("rpc-protoc: " + e.getMessage());
            return 1;
        }
    }

    private static CodeGeneratorRequest request(InputStream in) throws IOException, MalformedRequestException {
        byte[] bytes = in.readAllBytes();
        if (bytes.length == 0) {
            throw new MalformedRequestException("nothing on standard input" + EXPECTED, null);
        }
        try {
            return CodeGeneratorRequest.parseFrom(bytes);
        } catch (IOException e) {
            throw new MalformedRequestException(
                    bytes.length + " bytes on standard input: " + e.getMessage() + EXPECTED, e);
        }
    }

    private static CodeGeneratorResponse answer(CodeGeneratorRequest request) throws MalformedRequestException {
        CodeGeneratorResponse.Builder response = CodeGeneratorResponse.newBuilder()
                .setSupportedFeatures(Feature.FEATURE_PROTO3_OPTIONAL_VALUE | Feature.FEATURE_SUPPORTS_EDITIONS_VALUE)
                .setMinimumEdition(Edition.EDITION_PROTO2_VALUE)
                .setMaximumEdition(NEWEST.getNumber());
        try {
            response.addAllFile(Generator.generate(request));
        } catch (RefusedException e) {
            response.setError(e.getMessage());
        }
        return response.build();
    }
}
