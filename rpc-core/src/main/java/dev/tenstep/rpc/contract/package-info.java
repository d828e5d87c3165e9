/**
 * The contract of an interface: the annotations that users write, and the model that the framework reads from them. An
 * interface is parsed once and verified whole, and the same model feeds the handles, the serializers and the
 * documentation.
 *
 * <pre>{@code
 * @RpcService
 * public interface Users {
 *     User find(long id);
 * }
 *
 * ServiceContract contract = ServiceContract.of(Users.class);
 * contract.method("find").parameters().fields(); // [id: long]
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.contract.RpcService} for writing a service, {@link
 * dev.tenstep.rpc.contract.ServiceContract} and {@link dev.tenstep.rpc.contract.TypeModel} for writing a serializer.
 * The annotations, the models and {@link dev.tenstep.rpc.contract.ContractException} are for users; the parsers are
 * internal.
 */
@NullMarked
package dev.tenstep.rpc.contract;

import org.jspecify.annotations.NullMarked;
