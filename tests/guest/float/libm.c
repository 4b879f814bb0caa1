// libm at many points. Both builds use the same glibc sources; where contraction to FMA may change the last bit,
// fewer digits are printed.
//@ flags: -lm -ffp-contract=off
#include "../guest.h"
#include <complex.h>
#include <math.h>

static volatile double points[] = {0.0, 1e-10, 0.1, 0.5, 1.0, 1.5, 2.0, 3.14159, 10.0, 100.25, 1e5, 1e10};

int main(void)
{
    for (unsigned i = 0; i < sizeof points / sizeof *points; i++) {
        volatile double x = points[i];
        printf("%g: sqrt %.17g cbrt %.12g hypot %.12g\n", x, sqrt(x), cbrt(x), hypot(x, 3));
        printf(" exp %.12g exp2 %.12g expm1 %.12g log %.12g log10 %.12g log1p %.12g log2 %.12g\n", exp(-x), exp2(-x), expm1(-x), log(x + 1e-300),
               log10(x + 1), log1p(x), log2(x + 2));
        printf(" sin %.12g cos %.12g tan %.12g asin %.12g acos %.12g atan %.12g atan2 %.12g\n", sin(x), cos(x), tan(x), asin(1 / (x + 1)),
               acos(1 / (x + 1)), atan(x), atan2(x, -2));
        printf(" sinh %.12g cosh %.12g tanh %.12g asinh %.12g acosh %.12g\n", sinh(fmin(x, 20)), cosh(fmin(x, 20)), tanh(x), asinh(x), acosh(x + 1));
        printf(" pow %.12g erf %.12g erfc %.12g tgamma %.12g lgamma %.12g\n", pow(x, 1.7), erf(x), erfc(fmin(x, 5)), tgamma(fmin(x, 20) + 1), lgamma(x + 1));
        printf(" fmod %.17g remainder %.17g ldexp %.17g\n", fmod(x, 0.7), remainder(x, 0.7), ldexp(x, -3));
        int e;
        double fraction = frexp(x, &e), whole, part = modf(x, &whole);
        printf(" frexp %.17g %d modf %.17g %.17g logb %g nextafter %a\n", fraction, e, whole, part, x > 0 ? logb(x) : 0.0, nextafter(x, 1e308));
        volatile float f = (float)x;
        printf(" sqrtf %.9g sinf %.6g expf %.6g powf %.6g\n", sqrtf(f), sinf(f), expf(-f), powf(f, 0.3f));
    }
    printf("%s %s %.17g %.17g\n", "strtod", "printf", strtod("0.1", NULL), strtod("1.7976931348623157e308", NULL));
    printf("%.0f %.3e %g %a %.40f\n", 1e22, 12345.678, 1e-5, 0.1, 0.1);
    double complex z = cexp(I * 1.0);
    printf("%.12g %.12g\n", creal(z), cimag(z));
}
