package org.tocsin.testing;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorFactory;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.reflect.Constructor;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Bean Validation without the container; makes package-private constraint validators, as the container does. */
public final class TestValidator {

    private TestValidator() {}

    public static Validator create() {
        return Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .constraintValidatorFactory(new ByAnyConstructor())
                .buildValidatorFactory()
                .getValidator();
    }

    private static final class ByAnyConstructor implements ConstraintValidatorFactory {

        @Override
        public <T extends ConstraintValidator<?, ?>> T getInstance(Class<T> type) {
            try {
                Constructor<T> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                return constructor.newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void releaseInstance(ConstraintValidator<?, ?> instance) {}
    }
}
