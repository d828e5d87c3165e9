package dev.tenstep.rpc.benchmarks.jmh.orders;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Eight orders, the same in each JVM. */
public final class OrderSamples {
    private static final int ORDERS = 8;
    private static final int ATTACHMENT_BYTES = 65_536;

    private static final List<String> NAMES = List.of("Jürgen Großmann", "Αθηνά Παπαδοπούλου", "Grace Hopper");
    private static final List<String> CITIES = List.of("Köln", "Θεσσαλονίκη", "Cambridge");
    private static final List<String> STREETS = List.of("Breite Straße", "Οδός Ερμού", "Massachusetts Avenue");
    private static final List<String> COUNTRIES = List.of("DE", "GR", "US");
    private static final List<Order> ALL =
            IntStream.range(0, ORDERS).mapToObj(OrderSamples::newOrder).toList();

    private OrderSamples() {}

    /** Returns the order of that number, counted around. */
    public static Order order(int number) {
        return ALL.get(number & (ORDERS - 1));
    }

    private static Order newOrder(int i) {
        byte[] attachment = new byte[ATTACHMENT_BYTES];
        new Random(i).nextBytes(attachment);
        return new Order(
                9_300_000_000L + i,
                Progress.values()[i % Progress.values().length],
                new Customer(4_200_000L + i, of(NAMES, i), "customer." + (10 + i) + "@mail.example.org", address(i)),
                lines(i),
                grams(i),
                stops(i),
                Instant.ofEpochSecond(1_700_000_000L + i * 86_400L, 123_456_789 + i),
                LocalDate.of(2024, 1 + i, 28),
                Duration.ofSeconds(900 + i, 500_000_000),
                note(i),
                attachment);
    }

    private static String of(List<String> all, int i) {
        return all.get(i % all.size());
    }

    private static Address address(int i) {
        return new Address(of(STREETS, i) + " " + (10 + i), of(CITIES, i), "50" + (100 + i), of(COUNTRIES, i));
    }

    private static List<Line> lines(int i) {
        List<Line> lines = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            Unit unit = Unit.values()[(i + k) % Unit.values().length];
            String title = k % 3 == 0 ? "Schrauben, verzinkt, für Außenwände" : "Screws, zinc-plated, for outer walls";
            lines.add(new Line("A-" + (70_000 + 10 * i + k), title, 1 + 25 * k, unit, 1_295 + 100L * k, k / 8.0));
        }
        return lines;
    }

    private static Map<String, Integer> grams(int i) {
        Map<String, Integer> grams = new LinkedHashMap<>();
        for (int k = 0; k < 4; k++) {
            grams.put("parcel-" + (1000 * i + k), 250 + 1_000 * k);
        }
        return grams;
    }

    private static Map<String, Address> stops(int i) {
        Map<String, Address> stops = new LinkedHashMap<>();
        stops.put("warehouse", address(i + 1));
        stops.put("hub", address(i + 2));
        stops.put("recipient", address(i));
        return stops;
    }

    private static String note(int i) {
        return "Bitte läuten, die Klingel hört man kaum – größere Stücke vors Haus. "
                + "Παρακαλώ αφήστε το δέμα στον γείτονα. \uD83D\uDCE6 Thank you, and mind the dog! No. " + i;
    }
}
