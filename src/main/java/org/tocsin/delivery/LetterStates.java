package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Says how the letters of notices stand. Letters are made behind this package, so whoever shows a notice asks for them here. */
public interface LetterStates {

    /** By notice; absent for those who were on no list and of whose letter nothing was said. */
    Map<UUID, LetterState> of(Connection connection, Collection<UUID> notices) throws SQLException;
}
