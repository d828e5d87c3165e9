package dev.tenstep.rpc.services.reflection;

import dev.tenstep.rpc.contract.Message;

/**
 * The failure of one question.
 *
 * @param errorCode the number of a {@link dev.tenstep.rpc.call.StatusCode}
 */
@Message
public record ErrorResponse(int errorCode, String errorMessage) {}
