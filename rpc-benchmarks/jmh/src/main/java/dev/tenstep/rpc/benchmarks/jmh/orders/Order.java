package dev.tenstep.rpc.benchmarks.jmh.orders;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order in a shop.
 *
 * @param grams the weight of each parcel, by its number
 * @param stops the places that the parcels pass, by their role
 * @param note text in several scripts
 * @param attachment 64 KB
 */
public record Order(
        long id,
        Progress progress,
        Customer customer,
        List<Line> lines,
        Map<String, Integer> grams,
        Map<String, Address> stops,
        Instant placed,
        LocalDate due,
        Duration reserved,
        String note,
        byte[] attachment) {

    /** Compares the attachment by its bytes, as a record would not. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Order that
                && id == that.id
                && progress == that.progress
                && Objects.equals(customer, that.customer)
                && Objects.equals(lines, that.lines)
                && Objects.equals(grams, that.grams)
                && Objects.equals(stops, that.stops)
                && Objects.equals(placed, that.placed)
                && Objects.equals(due, that.due)
                && Objects.equals(reserved, that.reserved)
                && Objects.equals(note, that.note)
                && Arrays.equals(attachment, that.attachment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, note);
    }

    @Override
    public String toString() {
        return "Order " + id;
    }
}
