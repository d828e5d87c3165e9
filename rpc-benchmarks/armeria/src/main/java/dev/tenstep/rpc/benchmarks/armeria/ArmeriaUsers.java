package dev.tenstep.rpc.benchmarks.armeria;

import com.linecorp.armeria.server.annotation.ConsumesJson;
import com.linecorp.armeria.server.annotation.Post;
import com.linecorp.armeria.server.annotation.ProducesJson;
import dev.tenstep.rpc.benchmarks.users.UserRecord;

/** The service in Armeria's form. Public, since Armeria calls it by reflection. */
public final class ArmeriaUsers {
    /** Returns the user that it is given. */
    @Post("/Users/Echo")
    @ConsumesJson
    @ProducesJson
    public UserRecord echo(UserRecord.Echo request) {
        return request.user();
    }
}
