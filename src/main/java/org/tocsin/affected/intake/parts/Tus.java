package org.tocsin.affected.intake.parts;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a call of the tus protocol: {@link TusVersion} looks at its version. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface Tus {

    /** The version of the protocol. */
    String VERSION = "1.0.0";

    /** In which both sides name the version that they speak. */
    String HEADER = "Tus-Resumable";

    /** The versions that the server speaks. */
    String VERSIONS_HEADER = "Tus-Version";
}
