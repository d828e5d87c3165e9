package dev.tenstep.rpc.contract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the faults of one interface: a line for each, with the method and, for a type, the path that led to it. Used
 * by one thread, for one parse.
 */
final class Faults {
    private final List<String> lines = new ArrayList<>();
    private final Set<String> hints = new LinkedHashSet<>();
    private final Deque<String> trail = new ArrayDeque<>();
    private String method = "";
    private String part = "";

    /** Sets the method that the next faults belong to. */
    void method(String displayName) {
        method = displayName;
        part = "";
    }

    /** Sets the part of the method that the next faults belong to: {@code parameter 'id'}, {@code result}. */
    void part(String name) {
        part = name;
    }

    /** Goes one step down the path to a type. */
    void enter(String step) {
        trail.addLast(step);
    }

    /** Goes back up. */
    void leave() {
        trail.removeLast();
    }

    /** Notes a fault of the method or of its part. */
    void add(String text) {
        lines.add(text + place());
    }

    /** Notes a fault at the end of the path. */
    void addHere(String text) {
        lines.add(path() + ": " + text + place());
    }

    /** Notes a fault of a type at the end of the path. */
    void addType(String typeName, String text) {
        enter(typeName);
        addHere(text);
        leave();
    }

    /** Adds a hint that helps against one or more of the faults; it follows them, once. */
    void hint(String text) {
        hints.add(text);
    }

    int count() {
        return lines.size();
    }

    /** Throws all of them as one. */
    void throwIfAny() {
        if (!lines.isEmpty()) {
            lines.addAll(hints);
            throw new ContractException(String.join("\n", lines));
        }
    }

    private String path() {
        return trail.isEmpty() ? method : method + " -> " + String.join(" -> ", trail);
    }

    private String place() {
        if (method.isEmpty()) {
            return "";
        }
        return " for method " + method + (part.isEmpty() ? "" : " (" + part + ")");
    }
}
