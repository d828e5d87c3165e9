package dev.tenstep.rpc.proof;

import java.util.List;

/**
 * One race that is run in many orders.
 *
 * @param fact the fact that must hold in each order
 * @param race the name of the race, which is made anew for each order
 * @param threads what each thread does, with spaces between the operations
 */
public record Trial(String fact, String race, List<String> threads) {

    /** Makes one. */
    public static Trial of(String fact, String race, String... threads) {
        return new Trial(fact, race, List.of(threads));
    }
}
