/**
 * The planned way of JSON: how the types of a method are written and read over Jackson's generator and parser, without its
 * serializers, deserializers and annotations. Internal.
 *
 * <pre>{@code
 * ValuePlan plan = planner.plan(type);   // null if it is all Jackson's
 * plan.write(value, new JsonOutput(generator, databind));
 * }</pre>
 *
 * <p>A plan does what is usual and gives up on the rest. Whoever uses it then begins again in Jackson's own way, which knows
 * every form and every error text.
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.json.plan.Planner} (what is planned), then {@code
 * ObjectGenerator}.
 */
@NullMarked
package dev.tenstep.rpc.serialization.json.plan;

import org.jspecify.annotations.NullMarked;
