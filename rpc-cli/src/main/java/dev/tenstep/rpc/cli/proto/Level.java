package dev.tenstep.rpc.cli.proto;

/** The peers that a change must not break; the names are those of buf's categories of rules. */
enum Level {
    /** Those that are built anew from the file, too: names, JSON and generated code stay as they are. */
    FILE,
    /** Only those that are running: the bytes keep their meaning. */
    WIRE
}
