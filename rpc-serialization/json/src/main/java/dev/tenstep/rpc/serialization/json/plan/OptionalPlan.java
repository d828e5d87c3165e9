package dev.tenstep.rpc.serialization.json.plan;

import dev.tenstep.rpc.contract.OptionalModel;

/** An optional: its content, or null. */
record OptionalPlan(OptionalModel.Form form, ValuePlan content) implements ValuePlan {
    @Override
    public void write(Object value, JsonOutput out) throws Throwable {
        ValuePlan.writeNullable(form.take(value), content, out);
    }

    @Override
    public Object read(JsonInput in) throws Throwable {
        return form.make(content.read(in));
    }

    @Override
    public Object absent() {
        return form.make(null);
    }
}
