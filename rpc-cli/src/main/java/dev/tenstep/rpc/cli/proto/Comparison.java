package dev.tenstep.rpc.cli.proto;

import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares a contract with an older one. Its rules are those of buf's categories FILE and WIRE
 * (buf.build/docs/breaking/rules), but for the differences that docs/contracts.md argues.
 */
final class Comparison {
    /** Options that only change how generated code is stored, or that generators no longer know. */
    private static final Set<String> IGNORED_OPTIONS =
            Set.of("deprecated", "features", "java_generate_equals_and_hash", "java_string_check_utf8");

    private final Contract old;
    private final Contract now;
    private final Level level;
    private final Departures departures;
    private final List<Finding> findings = new ArrayList<>();

    private Comparison(Contract old, Contract now, Level level) {
        this.old = old;
        this.now = now;
        this.level = level;
        this.departures = new Departures(old, now);
    }

    /** Returns the differences, sorted by place. */
    static List<Finding> of(Contract old, Contract now, Level level) {
        Comparison comparison = new Comparison(old, now, level);
        comparison.run();
        return comparison.findings.stream().sorted(Finding.BY_PLACE).toList();
    }

    private void run() {
        for (FileDescriptor file : old.files()) {
            FileDescriptor same = counterpart(file);
            if (same != null) {
                file(file, same);
            } else if (isEmpty(file)) {
                breaksSource(
                        file, file.getFullName(), "the file is gone (expected: it stays, as others may import it)");
            }
        }
        pairs("service", old.services(), now.services(), this::service);
        pairs("message", old.messages(), now.messages(), this::message);
        pairs("enum", old.enums(), now.enums(), (from, to) -> new EnumComparison(this, from, to).run());
        pairs("extension", old.extensions(), now.extensions(), (from, to) -> new FieldComparison(this, from, to).run());
    }

    private <T extends GenericDescriptor> void pairs(
            String kind, Map<String, T> before, Map<String, T> after, BiConsumer<T, T> rules) {
        before.forEach((name, from) -> {
            T to = after.get(name);
            if (to == null && departures.allow(from)) {
                findings.add(
                        new Finding(old.place(from), name, "the " + kind + " is gone, like its fields", "", false));
            } else if (to == null) {
                breaksSource(
                        from, from.getFullName(), "the " + kind + " is gone (expected: it stays, under this name)");
            } else {
                if (counterpart(from.getFile()) != to.getFile()) {
                    breaksSource(
                            from,
                            to.getFullName(),
                            "moved from " + from.getFile().getName() + " to "
                                    + to.getFile().getName() + " (expected: the file that imports name)");
                }
                rules.accept(from, to);
            }
        });
        after.forEach((name, to) -> {
            if (!before.containsKey(name)) {
                added(to, "the " + kind + " is new");
            }
        });
    }

    /** Returns the file of that name now, or null. A file that was given alone is named without its folders. */
    private @Nullable FileDescriptor counterpart(FileDescriptor file) {
        for (FileDescriptor each : now.files()) {
            boolean alone = old.files().size() == 1 && ("/" + each.getName()).endsWith("/" + file.getName());
            if (alone || each.getName().equals(file.getName())) {
                return each;
            }
        }
        return null;
    }

    private static boolean isEmpty(FileDescriptor file) {
        return file.getServices().isEmpty()
                && file.getMessageTypes().isEmpty()
                && file.getEnumTypes().isEmpty()
                && file.getExtensions().isEmpty();
    }

    private void file(FileDescriptor from, FileDescriptor to) {
        if (!from.getPackage().equals(to.getPackage())) {
            breaks(from, to.getFullName(), "the package was " + from.getPackage() + " and is " + to.getPackage());
        }
        String before = syntax(from);
        if (!before.equals(syntax(to))) {
            breaksSource(from, to.getFullName(), "the syntax was " + before + " and is " + syntax(to));
        }
        for (FieldDescriptor option : FileOptions.getDescriptor().getFields()) {
            boolean same = option.isRepeated()
                    || from.getOptions().getField(option).equals(to.getOptions().getField(option));
            if (!same && !IGNORED_OPTIONS.contains(option.getName())) {
                breaksSource(
                        from,
                        to.getFullName(),
                        "the option " + option.getName() + " was "
                                + from.getOptions().getField(option) + " and is "
                                + to.getOptions().getField(option));
            }
        }
    }

    private static String syntax(FileDescriptor file) {
        String syntax = file.toProto().getSyntax();
        return syntax.isEmpty() ? "proto2" : syntax;
    }

    private void service(ServiceDescriptor from, ServiceDescriptor to) {
        for (MethodDescriptor method : from.getMethods()) {
            MethodDescriptor same = to.findMethodByName(method.getName());
            if (same == null) {
                breaksSource(method, method.getFullName(), "the method is gone (expected: it stays, under this name)");
            } else {
                method(method, same);
            }
        }
        to.getMethods().stream()
                .filter(each -> from.findMethodByName(each.getName()) == null)
                .forEach(each -> added(each, "the method is new"));
    }

    private void method(MethodDescriptor from, MethodDescriptor to) {
        changed(
                from,
                to,
                "the request's type",
                from.getInputType().getFullName(),
                to.getInputType().getFullName());
        changed(
                from,
                to,
                "the reply's type",
                from.getOutputType().getFullName(),
                to.getOutputType().getFullName());
        changed(from, to, "the request", streams(from.isClientStreaming()), streams(to.isClientStreaming()));
        changed(from, to, "the reply", streams(from.isServerStreaming()), streams(to.isServerStreaming()));
        changed(
                from,
                to,
                "the idempotency level",
                from.getOptions().getIdempotencyLevel(),
                to.getOptions().getIdempotencyLevel());
    }

    private static String streams(boolean stream) {
        return stream ? "a stream" : "one message";
    }

    private void message(Descriptor from, Descriptor to) {
        new MessageComparison(this, from, to).run();
    }

    /** Notes a break if two values of one thing differ. */
    void changed(GenericDescriptor from, GenericDescriptor to, String what, Object before, Object after) {
        if (!before.equals(after)) {
            breaks(from, to.getFullName(), what + " was " + before + " and is " + after);
        }
    }

    /** Notes a difference that matters to whoever builds from the file. */
    void breaksSource(GenericDescriptor from, String element, String reason) {
        if (level == Level.FILE) {
            breaks(from, element, reason);
        }
    }

    /** Notes a difference that breaks peers. */
    void breaks(GenericDescriptor from, String element, String reason) {
        findings.add(new Finding(old.place(from), from.getFullName(), reason, now.member(element), true));
    }

    /** Notes a difference that breaks nobody. */
    void added(GenericDescriptor to, String reason) {
        String member = now.member(to.getFullName());
        findings.add(new Finding(now.place(to), to.getFullName(), reason, member, false));
    }

    Level level() {
        return level;
    }

    /** Returns the old and the new enum of two fields that are one. */
    static boolean oneEnum(EnumDescriptor from, EnumDescriptor to) {
        return from.getName().equals(to.getName())
                && from.getValues().stream()
                        .allMatch(each -> to.findValueByName(each.getName()) != null
                                && to.findValueByName(each.getName()).getNumber() == each.getNumber());
    }
}
