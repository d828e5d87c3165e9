package dev.tenstep.rpc.examples.users;

import java.util.List;

/**
 * A part of a longer list.
 *
 * @param number of the page, from 0
 * @param pages the number of pages
 */
public record Page<T>(int number, int pages, List<T> items) {}
