package dev.tenstep.rpc.cli.proto;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A difference between two contracts.
 *
 * @param place in the old file, or in the new one if there is nothing in the old: {@code proto/acme/users.proto:7:3}
 * @param element its full name
 * @param reason the change, in words
 * @param member its place in Java, {@code Users.find -> Order.items}; empty if unknown
 * @param breaks whether it breaks peers
 */
record Finding(String place, String element, String reason, String member, boolean breaks) {
    private static final Pattern PLACE = Pattern.compile("(.*?)(?::(\\d+):(\\d+))?");

    /** By file, line and column. */
    static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::file)
            .thenComparingInt(each -> each.number(2))
            .thenComparingInt(each -> each.number(3))
            .thenComparing(Finding::element)
            .thenComparing(Finding::reason);

    private String file() {
        return matched().group(1);
    }

    private int number(int group) {
        String digits = matched().group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private Matcher matched() {
        Matcher matcher = PLACE.matcher(place);
        if (!matcher.matches()) {
            throw new IllegalStateException(place);
        }
        return matcher;
    }

    @Override
    public String toString() {
        return place + ": " + element + ": " + reason + (member.isEmpty() ? "" : ", in " + member);
    }
}
