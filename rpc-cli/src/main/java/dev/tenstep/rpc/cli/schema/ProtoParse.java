package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .proto} file that was parsed by Wire's parser and is described in protobuf's words. Wire's own encoder leaves out
 * reserved numbers, extensions in messages, options of oneofs and more, so only its parser is used.
 */
final class ProtoParse {
    /** Possessive, as a match that could go back would need stack for each character of a string. */
    private static final Pattern COMMENT_OR_STRING = Pattern.compile(
            "//[^\n]*|/\\*.*?\\*/|\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\n])*+'", Pattern.DOTALL);
    /** Escapes that Wire's parser reads as other characters than protoc does: of bytes over 0x7f, and of code points. */
    private static final Pattern STRANGE_ESCAPE =
            Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\(?:[xX][89a-fA-F][0-9a-fA-F]|[23][0-7]{2}|[uU])");

    private static final Pattern EDITION = Pattern.compile("\\bedition\\s*=\\s*[\"'](\\w+)[\"']");
    private static final Pattern RESERVED_WORDS =
            Pattern.compile("\\breserved\\s+([A-Za-z_]\\w*(?:\\s*,\\s*[A-Za-z_]\\w*)*)\\s*;");
    private static final Pattern RESERVED_TEXT = Pattern.compile("\\breserved\\s*([\"'])");
    private static final Pattern PACKAGE =
            Pattern.compile("(?<=^|[;}])\\s*(package)\\s+[\\w.]+\\s*(?=;)", Pattern.MULTILINE);

    /** A group that is an extension, which Wire's parser drops. */
    private static final Pattern EXTENDING_GROUP =
            Pattern.compile("\\bextend\\s+[\\w.]+\\s*\\{[^}]*\\b(group)\\s+\\w+\\s*=");

    private static final String WIRES_WORDS = "Syntax error in ";

    private final ProtoEncoder encoder;
    private final FileDescriptorProto proto;

    private ProtoParse(ProtoEncoder encoder, FileDescriptorProto proto) {
        this.encoder = encoder;
        this.proto = proto;
    }

    /**
     * Parses a text.
     *
     * @param name of the file, as imports have it
     * @param place of the file, for errors
     */
    static ProtoParse of(String name, String text, String place) {
        refuseStrangeEscapes(text, place);
        String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
        String bare = withoutComments(plain);
        Matcher group = EXTENDING_GROUP.matcher(bare);
        if (group.find()) {
            throw new UnreadableSchemaException(at(plain, group.start(1), place)
                    + ": a group that is an extension (expected: a message; for groups, give a descriptor set)");
        }
        Matcher edition = EDITION.matcher(bare);
        boolean hasEdition = edition.find();
        if (hasEdition && !edition.group(1).equals("2023")) {
            throw new UnreadableSchemaException(at(plain, edition.start(), place) + ": edition \"" + edition.group(1)
                    + "\" (expected: 2023, proto2 or proto3; of other editions, give a descriptor set)");
        }
        Matcher packages = PACKAGE.matcher(bare);
        if (packages.find()) {
            refuse(packages, plain, place, "another package", "one");
        }
        if (hasEdition) {
            refuse(RESERVED_TEXT.matcher(bare), plain, place, "a reserved name in quotes", "no quotes in an edition");
        }
        String readable = hasEdition ? asProto3(plain, edition) : plain;
        ProtoFileElement parsed = parse(readable, place);
        ProtoEncoder encoder = new ProtoEncoder(place, hasEdition);
        return new ProtoParse(encoder, encoder.encode(name, parsed, plain));
    }

    private static void refuse(Matcher wrong, String text, String place, String found, String expected) {
        if (wrong.find()) {
            throw new UnreadableSchemaException(
                    at(text, wrong.start(1), place) + ": " + found + " (expected: " + expected + ")");
        }
    }

    /** Returns the description, in which custom options are missing, and names of types may be relative. */
    FileDescriptorProto proto() {
        return proto;
    }

    /** Returns the whole description. */
    FileDescriptorProto withCustomOptions(FileDescriptor linked) {
        FileDescriptorProto.Builder whole = proto.toBuilder();
        TypeNames.makeAbsolute(whole, linked);
        encoder.customOptions(whole, linked);
        try {
            // Custom options stay unknown fields, as in any descriptor set.
            return FileDescriptorProto.parseFrom(
                    whole.build().toByteString(), ExtensionRegistryLite.getEmptyRegistry());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProtoFileElement parse(String text, String place) {
        try {
            return ProtoParser.Companion.parse(Location.get(place), text);
        } catch (IllegalStateException e) {
            String words = String.valueOf(e.getMessage());
            String reason =
                    words.startsWith(WIRES_WORDS) ? words.substring(WIRES_WORDS.length()) : place + ": " + words;
            throw new UnreadableSchemaException(reason, e);
        } catch (RuntimeException e) {
            throw new UnreadableSchemaException(place + ": cannot be parsed: " + e.getMessage(), e);
        }
    }

    /** Writes an edition's file in words that Wire knows. Lines stay, and columns but on the lines that change. */
    private static String asProto3(String text, Matcher edition) {
        String proto3 = text.substring(0, edition.start()) + "syntax = \"proto3\"" + text.substring(edition.end());
        return RESERVED_WORDS
                .matcher(proto3)
                .replaceAll(found -> "reserved "
                        + found.group(1).replaceAll("\\w+", "\"$0\"").replace("$", "\\$") + ";");
    }

    /** Replaces comments by spaces. */
    private static String withoutComments(String text) {
        return COMMENT_OR_STRING
                .matcher(text)
                .replaceAll(found -> found.group().startsWith("/")
                        ? found.group().replaceAll("[^\n]", " ")
                        : Matcher.quoteReplacement(found.group()));
    }

    private static void refuseStrangeEscapes(String text, String place) {
        Matcher strings = COMMENT_OR_STRING.matcher(text);
        while (strings.find()) {
            if (strings.group().startsWith("/*") && strings.group().indexOf("/*", 2) >= 0) {
                throw new UnreadableSchemaException(at(text, strings.start(), place)
                        + ": a comment with /* inside (expected: comments that do not nest)");
            }
            Matcher strange = STRANGE_ESCAPE.matcher(strings.group());
            if (!strings.group().startsWith("/") && strange.find()) {
                throw new UnreadableSchemaException(at(text, strings.start(), place) + ": " + strings.group()
                        + " (expected: characters over 127 as they are; for bytes, give a descriptor set)");
            }
        }
    }

    private static String at(String text, int index, String place) {
        int line = (int) text.substring(0, index).chars().filter(c -> c == '\n').count() + 1;
        return place + ":" + line + ":" + (index - text.lastIndexOf('\n', index - 1));
    }
}
