package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.Sample.same;

import dev.tenstep.rpc.testkit.CaseTypes.Move;
import dev.tenstep.rpc.testkit.CaseTypes.Say;
import dev.tenstep.rpc.testkit.CaseTypes.Simple;
import dev.tenstep.rpc.testkit.ImmutableTypes.Built;
import dev.tenstep.rpc.testkit.ImmutableTypes.Contact;
import dev.tenstep.rpc.testkit.ImmutableTypes.DataClass;
import dev.tenstep.rpc.testkit.ImmutableTypes.Defaults;
import dev.tenstep.rpc.testkit.ImmutableTypes.Named;
import dev.tenstep.rpc.testkit.ImmutableTypes.Range;
import dev.tenstep.rpc.testkit.ImmutableTypes.Setting;
import dev.tenstep.rpc.testkit.SampleTypes.Circle;
import dev.tenstep.rpc.testkit.SampleTypes.Square;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Immutable classes, and beans with getters of other types. */
final class ImmutableSamples {
    private ImmutableSamples() {}

    static List<Sample> all() {
        DataClass data = new DataClass(-1, "Ann", List.of(new Circle(1, "c"), new Square(2)), true);
        List<Sample> all = new ArrayList<>(same("dataClass", data, new DataClass(0, null, List.of(), false), null));
        all.addAll(same("defaults", new Defaults(), new Defaults(0, null), new Defaults(-7, false), null));
        Built built = Built.builder().count(3).label("l").build();
        all.addAll(same("built", Built.builder().next(built).build(), built, null));
        all.addAll(same("range", Range.of(1, 5, List.of("a")), Range.of(0, 0, List.of()), null));
        all.addAll(same("contact", new Contact("a"), new Contact("b", "", 0, Optional.of("p")), null));
        all.addAll(same("named", new Named("id", "n"), new Named("", null), null));
        Setting setting = new Setting();
        setting.setActive(false);
        setting.setOn(true);
        setting.setOpen(true);
        setting.setUnit("");
        setting.setLimit(0L);
        all.addAll(same("setting", setting, new Setting(), null));
        all.addAll(commands());
        return all;
    }

    private static List<Sample> commands() {
        Say say = new Say("hi", Simple.GO, Simple.STOP);
        List<Sample> all = new ArrayList<>(same("command", Simple.STOP, Simple.GO, new Move(-1), say, null));
        all.addAll(same("command", new Say(null, new Say("x", null, null), null)));
        all.addAll(same("commands", List.of(), List.of(Simple.GO, say, new Move(0), Simple.STOP)));
        return all;
    }
}
