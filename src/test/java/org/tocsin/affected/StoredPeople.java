package org.tocsin.affected;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.tocsin.platform.keys.KeyRing;

/** The people of sealed sets without the service around them. */
public final class StoredPeople {

    private StoredPeople() {}

    public static People of(DataSource database, KeyRing keys, Clock clock) {
        return new People(database, new DataKeys(keys, clock), new SimpleMeterRegistry());
    }
}
