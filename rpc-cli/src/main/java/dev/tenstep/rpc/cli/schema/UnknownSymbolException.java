package dev.tenstep.rpc.cli.schema;

import java.util.List;

/** A name that nothing has, with the names that there are. */
public final class UnknownSymbolException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MOST = 20;

    /**
     * Makes an exception.
     *
     * @param expected the kind of thing that was looked for, with its article
     * @param known the names that there are
     */
    public UnknownSymbolException(String expected, String found, List<String> known) {
        super("'" + found + "' is unknown (expected: " + expected + "; "
                + (known.isEmpty() ? "there is none" : "known: " + some(known)) + ")");
    }

    private static String some(List<String> known) {
        return known.size() <= MOST
                ? String.join(", ", known)
                : String.join(", ", known.subList(0, MOST)) + " and " + (known.size() - MOST) + " more";
    }
}
