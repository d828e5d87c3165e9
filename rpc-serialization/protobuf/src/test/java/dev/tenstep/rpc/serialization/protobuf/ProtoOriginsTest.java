package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.Reserved;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests what exported files reserve, and the places in Java that their elements come from. */
final class ProtoOriginsTest {

    @Reserved(
            numbers = {3, 2},
            names = {"eMail", "phone"})
    record Customer(long id, Tier tier) {}

    @Reserved(numbers = 2, names = "SILVER")
    enum Tier {
        BRONZE,
        GOLD
    }

    @RpcService("acme.crm.Customers")
    interface Customers {
        @Reserved(numbers = 1, names = "tenant")
        Customer find(@Field(value = 2, name = "key") long id);

        @Reserved(numbers = 1)
        void touch();
    }

    @Test
    void reservedNumbersAndNamesAreInTheFile() {
        assertThat(ProtoFiles.of(Customers.class).get("acme/crm.proto"))
                .endsWith(
                        """
                message CustomersFindRequest {
                  reserved 1;
                  reserved "tenant";
                  int64 key = 2;
                }

                message Customer {
                  reserved 2, 3;
                  reserved "e_mail", "phone";
                  int64 id = 1;
                  Tier tier = 4;
                }

                message CustomersTouchRequest {
                  reserved 1;
                }

                enum Tier {
                  reserved 2;
                  reserved "TIER_SILVER";
                  TIER_UNSPECIFIED = 0;
                  TIER_BRONZE = 1;
                  TIER_GOLD = 3;
                }
                """);
    }

    @Test
    void elementsHavePlacesInJava() {
        Map<String, String> origins = ProtoFiles.origins(
                List.of(ServiceContract.of(ProtoFilesTest.Orders.class), ServiceContract.of(Customers.class)));
        assertThat(origins)
                .containsEntry("acme.crm.Customers", "Customers")
                .containsEntry("acme.crm.Customers.Find", "Customers.find")
                .containsEntry("acme.crm.CustomersFindRequest.key", "Customers.find(id)")
                .containsEntry("acme.crm.Customer.tier", "Customers.find -> Customer.tier")
                .containsEntry("acme.crm.Tier.TIER_GOLD", "Customers.find -> Customer.tier -> Tier.GOLD")
                .containsEntry("acme.shop.Item.count", "Orders.find -> Order.items -> Item.count")
                .containsEntry("acme.shop.Payment.card", "Orders.find -> Order.payment -> Payment.Card");
    }
}
