package dev.tenstep.rpc.examples.ticker;

import java.math.BigDecimal;

/**
 * A price.
 *
 * @param number of the price among those of one call, from 1 on
 */
public record Tick(String symbol, int number, BigDecimal price) {}
