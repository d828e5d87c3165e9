package dev.tenstep.rpc.cli.call;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text of JSON values (RFC 8259), one after the other, split into those values. It takes nothing more from its reader
 * than a value needs, so that values can come from a pipe one by one. Protobuf's own parser would read much that is no JSON,
 * such as comments and names without quotes. For one thread.
 */
final class JsonText {
    /** The deepest that the parser which follows can read. */
    private static final int DEEPEST = 255;

    private static final int END = -1;
    private static final int NONE = -2;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final Reader reader;
    private final StringBuilder value = new StringBuilder();
    private int next = NONE;
    private int line = 1;
    private int column = 1;

    JsonText(Reader reader) {
        this.reader = new BufferedReader(reader);
    }

    /** A text that is no JSON, with its place. */
    static final class NoJsonException extends Exception {
        private static final long serialVersionUID = 1;

        NoJsonException(String message) {
            super(message);
        }
    }

    /** Returns the text of the next value; null if there is none. */
    @Nullable
    String next() throws IOException, NoJsonException {
        if (line == 1 && column == 1 && peek() == BYTE_ORDER_MARK) {
            next = NONE;
        }
        space();
        if (peek() == END) {
            return null;
        }
        value.setLength(0);
        value(0);
        return value.toString();
    }

    private int peek() throws IOException {
        if (next == NONE) {
            next = reader.read();
        }
        return next;
    }

    /** Adds the next character to the value. */
    private int take() throws IOException {
        int taken = peek();
        value.append((char) taken);
        pass();
        return taken;
    }

    private void pass() {
        if (next == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        next = NONE;
    }

    private void space() throws IOException {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            pass();
        }
    }

    private NoJsonException wrong(String expected) throws IOException {
        int found = peek();
        String shown = found == END
                ? "the text ends"
                : found < ' ' ? String.format("the character U+%04X", found) : "'" + (char) found + "'";
        return wrong(shown, expected, line, column);
    }

    private static NoJsonException wrong(String found, String expected, int line, int column) {
        return new NoJsonException(
                "line " + line + ", column " + column + ": " + found + " (expected: " + expected + ")");
    }

    private void value(int depth) throws IOException, NoJsonException {
        if (depth > DEEPEST) {
            throw wrong("nests too deeply", DEEPEST + " levels at most", line, column);
        }
        int first = peek();
        switch (first) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> throw wrong("a value: an object, a list, \"text\", a number, true, false or null");
        }
    }

    private void object(int depth) throws IOException, NoJsonException {
        take();
        space();
        if (peek() == '}') {
            take();
            return;
        }
        Set<String> names = new HashSet<>();
        while (true) {
            name(names);
            space();
            if (peek() != ':') {
                throw wrong("':' after the name");
            }
            take();
            space();
            value(depth + 1);
            space();
            if (peek() == '}') {
                take();
                return;
            }
            if (peek() != ',') {
                throw wrong("',' or '}'");
            }
            take();
            space();
        }
    }

    private void name(Set<String> names) throws IOException, NoJsonException {
        if (peek() != '"') {
            throw wrong(names.isEmpty() ? "a name in double quotes, or '}'" : "a name in double quotes");
        }
        int start = value.length();
        int startLine = line;
        int startColumn = column;
        string();
        String name = value.substring(start);
        if (!names.add(name)) {
            throw wrong("the name " + name + " once more", "each name once", startLine, startColumn);
        }
    }

    private void array(int depth) throws IOException, NoJsonException {
        take();
        space();
        if (peek() == ']') {
            take();
            return;
        }
        while (true) {
            value(depth + 1);
            space();
            if (peek() == ']') {
                take();
                return;
            }
            if (peek() != ',') {
                throw wrong("',' or ']'");
            }
            take();
            space();
        }
    }

    private void string() throws IOException, NoJsonException {
        take();
        while (peek() != '"') {
            if (peek() < ' ') {
                throw wrong(peek() == END ? "'\"' at the end of a text" : "characters below U+0020 as escapes");
            }
            if (take() == '\\') {
                escape();
            }
        }
        take();
    }

    private void escape() throws IOException, NoJsonException {
        if (peek() == END || "\"\\/bfnrtu".indexOf(peek()) < 0) {
            throw wrong("one of \" \\ / b f n r t u after \\");
        }
        if (take() != 'u') {
            return;
        }
        for (int i = 0; i < 4; i++) {
            if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
                throw wrong("four hexadecimal digits after \\u");
            }
            take();
        }
    }

    private void number() throws IOException, NoJsonException {
        if (peek() == '-') {
            take();
        }
        if (peek() == '0') {
            take();
        } else {
            digits();
        }
        if (peek() == '.') {
            take();
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            take();
            if (peek() == '+' || peek() == '-') {
                take();
            }
            digits();
        }
        endOfWord("the end of the number");
    }

    private void digits() throws IOException, NoJsonException {
        if (peek() < '0' || peek() > '9') {
            throw wrong("a digit");
        }
        while (peek() >= '0' && peek() <= '9') {
            take();
        }
    }

    private void word(String word) throws IOException, NoJsonException {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw wrong("the word " + word);
            }
            take();
        }
        endOfWord("the end of the word " + word);
    }

    /** A word that goes on is another one, and 01 is no 0 followed by a 1. */
    private void endOfWord(String expected) throws IOException, NoJsonException {
        if (peek() != END && (Character.isLetterOrDigit(peek()) || peek() == '.' || peek() == '_')) {
            throw wrong(expected);
        }
    }
}
