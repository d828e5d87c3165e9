package dev.tenstep.rpc.benchmarks.users;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The fixed requests and replies that both processes of every contender know: 64 users, 32 names of which every other
 * one exists, and 8 pages.
 */
public final class Samples {
    private static final int USERS = 64;
    private static final int NAMES = 32;
    private static final int PAGES = 8;
    private static final int PAGE_SIZE = 15;

    private static final List<Status> STATUSES = List.of(Status.ACTIVE, Status.SUSPENDED, Status.CLOSED);
    private static final List<User> ALL =
            IntStream.range(0, USERS).mapToObj(Samples::newUser).toList();
    private static final List<String> NAMES_ASKED = IntStream.range(0, NAMES)
            .mapToObj(i -> (i % 2 == 0 ? "user-" : "none-") + (100_000 + i))
            .toList();
    private static final List<Page> ALL_PAGES =
            IntStream.range(0, PAGES).mapToObj(Samples::newPage).toList();

    private Samples() {}

    /** Returns the user that the call of that number sends. */
    public static User user(int number) {
        return ALL.get(number & (USERS - 1));
    }

    /** Returns the name that the call of that number asks for. */
    public static String name(int number) {
        return NAMES_ASKED.get(number & (NAMES - 1));
    }

    /** Returns whether a user of that name exists, for the server's answer. */
    public static boolean exists(String name) {
        return name.startsWith("user-");
    }

    /** Returns the number of the page that the call of that number asks for. */
    public static int pageNumber(int number) {
        return number & (PAGES - 1);
    }

    /** Returns the server's answer to a page number. Throws IndexOutOfBoundsException beyond the last page. */
    public static Page page(int pageNumber) {
        return ALL_PAGES.get(pageNumber);
    }

    private static User newUser(int i) {
        User user = new User();
        user.setId(4_200_000L + i);
        user.setName("Margaret Hamilton " + (10 + i));
        user.setEmail("margaret.hamilton." + (10 + i) + "@mail.example.org");
        user.setPhone("+1 617 555 01" + (10 + i));
        user.setAddress((10 + i) + " Massachusetts Avenue, Cambridge, MA 02139, USA");
        user.setAge(20 + i % 60);
        user.setActive(i % 3 != 0);
        user.setScore(0.5 + i / 7.0);
        user.setStatus(STATUSES.get(i % STATUSES.size()));
        user.setCreated(1_700_000_000_000L + i * 86_400_000L);
        user.setLevel((byte) (1 + i % 100));
        user.setTags(new ArrayList<>(List.of("apollo", "guidance", String.format(Locale.ROOT, "team-%02d", i))));
        return user;
    }

    private static Page newPage(int pageNumber) {
        Page page = new Page();
        page.setNumber(pageNumber);
        page.setTotal(PAGES * PAGE_SIZE);
        page.setUsers(new ArrayList<>(IntStream.range(0, PAGE_SIZE)
                .mapToObj(i -> user(pageNumber * PAGE_SIZE + i))
                .toList()));
        return page;
    }
}
